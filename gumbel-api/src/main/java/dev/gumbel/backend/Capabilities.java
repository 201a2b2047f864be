package dev.gumbel.backend;

import dev.gumbel.graph.Program;
import dev.gumbel.op.Claimable;
import dev.gumbel.op.DataType;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import java.util.Set;

/**
 * What a backend computes itself, and on what. What is claimed is checked against its derivation by the conformance suite; the others are expanded
 * before the backend sees them.
 *
 * @param claims the fused ops and updates computed in one go
 * @param types the data types
 * @param device what computes, as in {@code cpu (2 threads)}
 * @param devices what could compute, the name for {@link Settings#device()} first in each; the device alone where there is no choice
 * @param version the library behind the backend
 * @param computes who computes what, for people, as in {@code PyTorch 2.7.1 (products), Java, 512-bit vectors (fused passes)}
 */
public record Capabilities(
        Set<Class<? extends Claimable>> claims, Set<DataType> types, String device, List<String> devices, String version, String computes) {
    public Capabilities {
        claims = Set.copyOf(claims);
        types = Set.copyOf(types);
        devices = List.copyOf(devices);
    }

    /** Of a backend that has one device. */
    public Capabilities(Set<Class<? extends Claimable>> claims, Set<DataType> types, String device, String version, String computes) {
        this(claims, types, device, List.of(device), version, computes);
    }

    /** Of a backend that has one device and whose library computes all. */
    public Capabilities(Set<Class<? extends Claimable>> claims, Set<DataType> types, String device, String version) {
        this(claims, types, device, version, version);
    }

    /** Whether the backend computes it in one go. */
    public boolean claims(Claimable part) {
        return claims.contains(part.getClass());
    }

    /**
     * Checks that every tensor of a program is of a type computed here.
     *
     * @throws BackendException naming the first that is not
     */
    public void requireTypes(Program program) {
        for (Tensor tensor : program.tensors()) {
            if (!types.contains(tensor.type())) {
                throw new BackendException("program '%s': %s computes %s, not %s, which %s needs".formatted(
                        program.name(), version, types, tensor.type(), tensor));
            }
        }
    }
}

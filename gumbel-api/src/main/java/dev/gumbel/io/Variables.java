package dev.gumbel.io;

import dev.gumbel.backend.Session;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/** A session's variables on disk, by their names, in the {@link Safetensors} format: written on one backend, read on any. */
public final class Variables {
    private Variables() {}

    /**
     * Writes the present values of some variables to a file, which is replaced if it is there.
     *
     * @throws IOException if the file cannot be written
     */
    public static void save(Path file, Session session, Collection<Variable> variables) throws IOException {
        Map<String, HostTensor> values = new LinkedHashMap<>();
        variables.forEach(variable -> values.put(variable.name(), session.read(variable)));
        Safetensors.write(file, values);
    }

    /**
     * Gives some variables the values that a file holds for them. All are checked before the first is changed. The file may hold more tensors,
     * of any type.
     *
     * @throws FormatException if the file is not in the format, does not match its checksum, or lacks a variable or holds it with another
     * shape or type
     * @throws IOException if the file cannot be read
     */
    public static void load(Path file, Session session, Collection<Variable> variables) throws IOException {
        Map<String, HostTensor> values = Safetensors.read(file, variables.stream().map(Variable::name).toList());
        Map<Variable, HostTensor> checked = new LinkedHashMap<>();
        for (Variable variable : variables) {
            HostTensor value = values.get(variable.name());
            if (value == null) {
                throw new FormatException("%s: no '%s'; it holds %s; is it of another model?".formatted(
                        file, variable.name(), Safetensors.names(file)));
            }
            if (!value.shape().equals(variable.shape()) || value.type() != variable.type()) {
                throw new FormatException("%s: '%s' is %s%s, expected %s; is it of another model?".formatted(
                        file, variable.name(), value.type(), value.shape(), variable.signature()));
            }
            checked.put(variable, value);
        }
        checked.forEach(session::write);
    }
}

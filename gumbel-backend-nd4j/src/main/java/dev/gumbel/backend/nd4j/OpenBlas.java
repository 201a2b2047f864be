package dev.gumbel.backend.nd4j;

import dev.gumbel.backend.BackendException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Tells OpenBLAS which kernels to take. ND4J's is of 2021; a processor that it does not know gets kernels without fused multiply-adds, or without
 * AVX-512, which take up to three times as long.
 */
final class OpenBlas {
    /** Read by OpenBLAS when it loads. */
    private static final String VARIABLE = "OPENBLAS_CORETYPE";
    /** Its kernels for AVX-512. */
    static final String AVX512 = "SkylakeX";
    /** What those kernels are compiled for. */
    private static final List<String> NEEDED = List.of("avx512f", "avx512cd", "avx512bw", "avx512dq", "avx512vl");
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static boolean chosen;

    private OpenBlas() {}

    /** Does nothing where the user has chosen, where the processor has no AVX-512, where there is no way to know, or after the first time. */
    static synchronized void chooseKernels() {
        Optional<MemorySegment> setenv = Linker.nativeLinker().defaultLookup().find("setenv");
        if (!chosen && System.getenv(VARIABLE) == null && setenv.isPresent() && hasProcessorAvx512()) {
            set(setenv.get());
        }
        chosen = true;
    }

    static boolean hasProcessorAvx512() {
        if (!Files.isReadable(PROCESSORS)) {
            return false;
        }
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return haveAvx512(lines);
        } catch (IOException failure) {
            throw new BackendException("backend 'nd4j': cannot read " + PROCESSORS, failure);
        }
    }

    /** @param lines as Linux describes its processors */
    static boolean haveAvx512(Stream<String> lines) {
        return lines.filter(line -> line.startsWith("flags")).findFirst()
                .map(line -> Set.of(line.split("\\s+")).containsAll(NEEDED)).orElse(false);
    }

    @SuppressWarnings("restricted")
    private static void set(MemorySegment function) {
        MethodHandle setenv = Linker.nativeLinker().downcallHandle(
                function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_INT));
        try (Arena arena = Arena.ofConfined()) {
            int failed = (int) setenv.invokeExact(arena.allocateFrom(VARIABLE), arena.allocateFrom(AVX512), 0);
            if (failed != 0) {
                throw new BackendException("backend 'nd4j': the C library refuses to set " + VARIABLE);
            }
        } catch (BackendException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("setenv throws nothing", impossible);
        }
    }
}

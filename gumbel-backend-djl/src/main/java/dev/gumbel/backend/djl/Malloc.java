package dev.gumbel.backend.djl;

import dev.gumbel.backend.BackendException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Asks the C library to keep memory that is freed. PyTorch makes each result anew; glibc gives large blocks back to the system as soon as they are
 * free, so that the next result of their size begins as pages that are not there, 1,500 of them a step.
 */
final class Malloc {
    private static final int TRIM_THRESHOLD = -1;
    private static final int MMAP_THRESHOLD = -3;
    /** The most that glibc takes. */
    private static final int LARGE_BLOCK = 32 << 20;
    private static final int KEPT = 1 << 30;

    private Malloc() {}

    /** Does nothing where there is no glibc, or where the user has set it. */
    static void keepFreed() {
        boolean set = Stream.of("MALLOC_TRIM_THRESHOLD_", "MALLOC_MMAP_THRESHOLD_", "GLIBC_TUNABLES").anyMatch(name -> System.getenv(name) != null);
        Optional<MemorySegment> function = Linker.nativeLinker().defaultLookup().find("mallopt");
        if (!set && function.isPresent()) {
            MethodHandle mallopt = handle(function.get());
            call(mallopt, MMAP_THRESHOLD, LARGE_BLOCK);
            call(mallopt, TRIM_THRESHOLD, KEPT);
        }
    }

    @SuppressWarnings("restricted")
    private static MethodHandle handle(MemorySegment function) {
        return Linker.nativeLinker().downcallHandle(
                function, FunctionDescriptor.of(ValueLayout.JAVA_INT, ValueLayout.JAVA_INT, ValueLayout.JAVA_INT));
    }

    private static void call(MethodHandle mallopt, int parameter, int value) {
        try {
            int ok = (int) mallopt.invokeExact(parameter, value);
            if (ok != 1) {
                throw new BackendException("backend 'djl': the C library refuses mallopt(%d, %d)".formatted(parameter, value));
            }
        } catch (BackendException | Error failure) {
            throw failure;
        } catch (Throwable impossible) {
            throw new IllegalStateException("mallopt throws nothing", impossible);
        }
    }
}

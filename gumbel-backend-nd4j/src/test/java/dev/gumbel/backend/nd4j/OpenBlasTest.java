package dev.gumbel.backend.nd4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.gumbel.backend.Settings;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OpenBlasTest {
    private static final Path MAPS = Path.of("/proc/self/maps");

    @ParameterizedTest
    @CsvSource({
        "flags : fma avx2 avx512f avx512dq avx512cd avx512bw avx512vl amx_tile, true", "flags : fma avx2 avx512f avx512cd avx512er avx512pf, false",
        "flags : fma avx2, false", "Features : asimd sve, false"
    })
    void knowsAProcessorByItsFlags(String line, boolean have) {
        assertThat(OpenBlas.haveAvx512(Stream.of("processor : 0", line, "", "processor : 1"))).isEqualTo(have);
    }

    /** Asks the library itself; fails too where something in this process has loaded it before the backend. */
    @Test
    @SuppressWarnings("restricted")
    void theKernelsForAvx512AreTaken() throws Throwable {
        assumeTrue(System.getenv("OPENBLAS_CORETYPE") == null, "the user has chosen");
        assumeTrue(OpenBlas.hasProcessorAvx512(), "no processor with AVX-512");
        new Nd4jProvider().create(Settings.defaults());
        Linker linker = Linker.nativeLinker();
        MemorySegment function = SymbolLookup.libraryLookup(library(), Arena.global()).find("openblas_get_corename").orElseThrow();
        MemorySegment name = (MemorySegment) linker.downcallHandle(function, FunctionDescriptor.of(ValueLayout.ADDRESS)).invokeExact();
        assertThat(name.reinterpret(100).getString(0)).isEqualTo(OpenBlas.AVX512);
    }

    private static Path library() throws IOException {
        try (Stream<String> lines = Files.lines(MAPS)) {
            return lines.filter(line -> line.contains("libopenblas")).map(line -> Path.of(line.substring(line.indexOf('/'))))
                    .findFirst().orElseThrow();
        }
    }
}

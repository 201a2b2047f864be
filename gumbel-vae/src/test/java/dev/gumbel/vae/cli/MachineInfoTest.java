package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.vae.train.RunConfig;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MachineInfoTest {
    private static final String AVX512 = "avx512f avx512dq avx512cd avx512bw avx512vl";

    @Test
    void readsTheFirstProcessor() {
        CpuInfo cpu = CpuInfo.of(Stream.of(
                "processor\t: 0", "model name\t: Intel(R) Xeon(R) CPU: 2.00GHz", "flags\t\t: fpu sse2  avx avx2 " + AVX512, "vmx flags\t: vnmi", "",
                "processor\t: 1", "model name\t: another", "flags\t\t: fpu"));
        assertThat(cpu.model()).isEqualTo("Intel(R) Xeon(R) CPU: 2.00GHz");
        assertThat(cpu.flags()).contains("fpu", "avx2", "avx512vl").hasSize(9);
        assertThat(cpu.hasAvx512()).isTrue();
    }

    @Test
    void whatIsNotToldIsTheArchitecturesNameAndUnknown() {
        CpuInfo arm = CpuInfo.of(Stream.of("processor\t: 0", "Features\t: fp asimd sve"));
        assertThat(arm).isEqualTo(new CpuInfo(System.getProperty("os.arch"), Set.of()));
        assertThat(arm.vectorBits()).isEmpty();
        assertThat(MachineInfo.vectors(arm.vectorBits(), OptionalInt.of(128))).isEqualTo("processor unknown, JVM 128 bits");
    }

    @ParameterizedTest
    @CsvSource({"sse4_2, 128", "avx, 128", "avx avx2, 256", "avx avx2 avx512f, 512", "avx avx2 avx512f avx512dq avx512cd avx512bw avx512vl, 512"})
    void theFlagsTellTheLengthOfVectors(String flags, int bits) {
        assertThat(cpu(flags).vectorBits()).hasValue(bits);
    }

    private static CpuInfo cpu(String flags) {
        return CpuInfo.of(Stream.of("flags\t\t: " + flags));
    }

    /** As on a Skylake server, where the JVM of its own accord takes no more than AVX2. */
    @Test
    void aJvmThatLeavesAvx512AsideIsTold() {
        assertThat(MachineInfo.leftAside(cpu("avx2 " + AVX512), OptionalInt.of(2), OptionalInt.of(256))).hasValue(
                "This JVM leaves the processor's AVX-512 aside (UseAVX=2; vectors: processor 512 bits, JVM 256 bits): "
                        + "with -XX:UseAVX=3 what Java computes may be faster");
    }

    @ParameterizedTest
    @CsvSource({"avx2 avx512f avx512dq avx512cd avx512bw avx512vl, 3", "avx2 avx512f avx512dq avx512cd avx512bw, 2", "avx2, 2", "asimd, -1"})
    void elsewhereNothingIsSaid(String flags, int useAvx) {
        OptionalInt flag = useAvx < 0 ? OptionalInt.empty() : OptionalInt.of(useAvx);
        assertThat(MachineInfo.leftAside(cpu(flags), flag, OptionalInt.of(256))).isEmpty();
    }

    @Test
    void thisMachineHasAName() {
        RunConfig.Versions versions = MachineInfo.versions();
        assertThat(versions.cpu()).matches(".+, \\d+ cores");
        assertThat(versions.vectors()).as("HotSpot tells").matches("processor (\\d+ bits|unknown), JVM \\d+ bits");
    }
}

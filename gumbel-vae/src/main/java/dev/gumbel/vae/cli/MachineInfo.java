package dev.gumbel.vae.cli;

import com.sun.management.HotSpotDiagnosticMXBean;
import dev.gumbel.vae.train.RunConfig;
import java.lang.management.ManagementFactory;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What the program runs on. */
public final class MachineInfo {
    /** The value of UseAVX at which the JVM takes AVX-512. */
    private static final int AVX512 = 3;

    private MachineInfo() {}

    /** The program, the JVM, the operating system and the processor. */
    public static RunConfig.Versions versions() {
        CpuInfo cpu = CpuInfo.read();
        String os = "%s %s %s".formatted(System.getProperty("os.name"), System.getProperty("os.version"), System.getProperty("os.arch"));
        return new RunConfig.Versions(VersionProvider.gumbel(), Runtime.version().toString(), os,
                "%s, %d cores".formatted(cpu.model(), Runtime.getRuntime().availableProcessors()), vectors(cpu.vectorBits(), jvmVectorBits()));
    }

    /** The lengths of vectors, as in {@code processor 512 bits, JVM 256 bits}. */
    static String vectors(OptionalInt processor, OptionalInt jvm) {
        return "processor %s, JVM %s".formatted(bits(processor), bits(jvm));
    }

    private static String bits(OptionalInt bits) {
        return bits.isPresent() ? bits.getAsInt() + " bits" : "unknown";
    }

    /** The bits of the longest vectors that the processor has, where the system tells. */
    public static OptionalInt processorVectorBits() {
        return CpuInfo.read().vectorBits();
    }

    /** The bits of the longest vectors that the JVM's compiler uses. */
    public static OptionalInt jvmVectorBits() {
        OptionalInt bytes = flag("MaxVectorSize");
        return bytes.isPresent() ? OptionalInt.of(bytes.getAsInt() * Byte.SIZE) : bytes;
    }

    /** A line where the JVM leaves the processor's AVX-512 aside, as it does of its own accord on some of Intel's. */
    static Optional<String> leftAside() {
        return leftAside(CpuInfo.read(), flag("UseAVX"), jvmVectorBits());
    }

    static Optional<String> leftAside(CpuInfo cpu, OptionalInt useAvx, OptionalInt jvmBits) {
        if (!cpu.hasAvx512() || useAvx.isEmpty() || useAvx.getAsInt() >= AVX512) {
            return Optional.empty();
        }
        return Optional.of("This JVM leaves the processor's AVX-512 aside (UseAVX=%d; vectors: %s): ".formatted(
                useAvx.getAsInt(), vectors(cpu.vectorBits(), jvmBits)) + "with -XX:UseAVX=3 what Java computes may be faster");
    }

    /** A number among the flags of the JVM, where it has such a flag. */
    private static OptionalInt flag(String name) {
        @Nullable HotSpotDiagnosticMXBean hotSpot = ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
        if (hotSpot == null) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(hotSpot.getVMOption(name).getValue()));
        } catch (IllegalArgumentException absent) {
            return OptionalInt.empty();
        }
    }
}

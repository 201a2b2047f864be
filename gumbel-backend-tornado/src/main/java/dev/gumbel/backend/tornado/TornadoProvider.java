package dev.gumbel.backend.tornado;

import dev.gumbel.backend.Availability;
import dev.gumbel.backend.Availability.Unusable;
import dev.gumbel.backend.Availability.Usable;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.BackendProvider;
import dev.gumbel.backend.Settings;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The backend {@code tornado}: kernels in Java, compiled to OpenCL by TornadoVM. Needs its SDK, which {@code TORNADOVM_HOME} names, and a JVM that
 * was started with the SDK's argument file.
 */
public final class TornadoProvider implements BackendProvider {
    /** Names the SDK's folder. */
    static final String HOME = "TORNADOVM_HOME";
    /** One of the properties that the SDK's argument file sets. */
    static final String FLAG = "tornado.load.runtime.implementation";
    private static final Path DRIVERS = Path.of("/etc/OpenCL/vendors");
    private static final Path DEVICES = Path.of("/dev");
    private static final String DEFAULT_DEVICE = "0:0";
    /** Numbers of a driver and of a device; no other backend has devices of such names. */
    private static final String DEVICE_NAMES = "\\d+:\\d+";
    /** Above all others, of which none computes on a GPU. */
    private static final int WITH_GPU = 60;
    /** Below the reference: where nobody has named it, nobody wants the detour over OpenCL to the processor. */
    private static final int WITHOUT_GPU = -10;

    /** Without them TornadoVM is wrong without a word: docs/tornado.md. Read when its first class loads. */
    private static final Map<String, String> NEEDED = Map.of(
            "tornado.recover.bailout", "False",
            "tornado.opencl.compiler.flags", "-w",
            "tornado.tvm.maxbytecodesize", "65536",
            "tornado.opencl.profiling.enable", "false");

    @Override
    public String name() {
        return "tornado";
    }

    /** Reads files alone, as {@link #probe} does. */
    @Override
    public int priority() {
        return priority(DEVICES, drivers(System.getenv()));
    }

    static int priority(Path devices, Path drivers) {
        return GpuFiles.tellOfOne(devices, drivers) ? WITH_GPU : WITHOUT_GPU;
    }

    /** Where the loader of OpenCL's drivers looks for them. */
    private static Path drivers(Map<String, String> environment) {
        return Path.of(environment.getOrDefault("OCL_ICD_VENDORS", DRIVERS.toString()));
    }

    @Override
    public Availability probe() {
        return probe(System.getenv(), System.getProperty(FLAG) != null, DRIVERS);
    }

    static Availability probe(Map<String, String> environment, boolean flags, Path drivers) {
        @Nullable String home = environment.get(HOME);
        if (home == null || home.isBlank()) {
            return new Unusable(HOME + " is not set; install TornadoVM's SDK 5.2.0 for JDK 25 and let it name the SDK's folder");
        }
        if (!Files.isRegularFile(Path.of(home, "tornado-argfile"))) {
            return new Unusable("%s is %s, where there is no tornado-argfile; let it name the folder of TornadoVM's SDK".formatted(HOME, home));
        }
        Optional<String> lacking = lacking(environment, drivers);
        if (!flags) {
            String file = "@" + home + "/tornado-argfile";
            return new Unusable("this JVM runs without TornadoVM's flags: java %s ...; ./gumbel gives them with --backend tornado".formatted(file),
                    lacking.isEmpty() ? List.of(file) : List.of());
        }
        return lacking.<Availability>map(Unusable::new)
                .orElseGet(() -> new Usable(version(home), List.of(DEFAULT_DEVICE), DEVICE_NAMES, false));
    }

    /** What no flag can make up for. */
    private static Optional<String> lacking(Map<String, String> environment, Path drivers) {
        if (Files.isDirectory(Path.of("/etc")) && !environment.containsKey("OCL_ICD_VENDORS") && !Files.isDirectory(drivers)) {
            return Optional.of("no OpenCL driver in %s; install one, such as Debian's pocl-opencl-icd for the CPU".formatted(drivers));
        }
        if (environment.getOrDefault(PoclCache.VARIABLE, "unset").isEmpty()) {
            return Optional.of(PoclCache.VARIABLE + " is empty, at which PoCL ends the whole process; unset it or let it name a folder");
        }
        return Optional.empty();
    }

    private static String version(String home) {
        Path release = Path.of(home, "etc", "tornado.release");
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(release)) {
            properties.load(reader);
        } catch (IOException failure) {
            throw new BackendException("backend 'tornado': cannot read " + release, failure);
        }
        return "TornadoVM " + properties.getProperty("version", "of unknown version");
    }

    @Override
    public Backend create(Settings settings) {
        return create(settings, true);
    }

    /** As {@link #create(Settings)}; without desks every session compiles kernels of its own, however small its programs. */
    Backend create(Settings settings, boolean desks) {
        if (settings.threads() > 0) {
            throw new BackendException("backend 'tornado': the OpenCL driver has its own threads; for PoCL set POCL_MAX_PTHREAD_COUNT=%d instead"
                    .formatted(settings.threads()));
        }
        return switch (probe()) {
            case Unusable(String reason, _) -> throw new BackendException("backend 'tornado' cannot run here: " + reason);
            case Usable usable -> {
                NEEDED.forEach((name, value) -> System.setProperty(name, System.getProperty(name, value)));
                yield new TornadoBackend(settings, usable.version(), desks);
            }
        };
    }
}

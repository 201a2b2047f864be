package dev.gumbel.backend.nd4j;

import dev.gumbel.backend.Availability;
import dev.gumbel.backend.Availability.Unusable;
import dev.gumbel.backend.Availability.Usable;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.BackendProvider;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.ContextLoader;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.array.ArrayBackend;
import dev.gumbel.io.Reason;
import dev.gumbel.io.UserHome;
import dev.gumbel.kernels.FusedKernels;
import dev.gumbel.kernels.simd.VectorApi;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The backend {@code nd4j}: ND4J on the CPU. The number of threads is the library's own, one for the whole process: the latest {@link #create} that
 * names one sets it, up to the number of cores.
 */
public final class Nd4jProvider implements BackendProvider {
    private static final String CPU = "cpu";
    private static final String CACHE = "org.bytedeco.javacpp.cachedir";
    private static final String NATIVES = "org/nd4j/linalg/cpu/nativecpu/bindings/";
    private static final String LOG_INITIALIZATION = "org.nd4j.log.initialization";

    @Override
    public String name() {
        return "nd4j";
    }

    @Override
    public int priority() {
        return 30;
    }

    @Override
    public Availability probe() {
        return probe(platform(System.getProperty("os.name"), System.getProperty("os.arch")));
    }

    static Availability probe(String platform) {
        String library = System.mapLibraryName("jnind4jcpu");
        boolean there = Stream.of("", "-avx2", "-avx512")
                .anyMatch(extension -> INDArray.class.getClassLoader().getResource(NATIVES + platform + extension + "/" + library) != null);
        return there ? new Usable(version(), List.of(CPU), CPU, true) : new Unusable(
                "no ND4J natives for %s on the class path; add org.nd4j:nd4j-native with the classifier %s".formatted(platform, platform));
    }

    /** The library's own name of a platform, as in {@code linux-x86_64}. */
    static String platform(String system, String architecture) {
        String os = system.toLowerCase(Locale.ROOT).replace("mac os x", "macosx").replaceFirst("^windows.*", "windows");
        return os + "-" + switch (architecture) {
            case "amd64" -> "x86_64";
            case "aarch64" -> "arm64";
            default -> architecture;
        };
    }

    private static String version() {
        // By the loader: a class in a named module finds the resources of its own module alone.
        String resource = "META-INF/maven/org.nd4j/nd4j-api/pom.properties";
        try (InputStream stream = INDArray.class.getClassLoader().getResourceAsStream(resource)) {
            Properties properties = new Properties();
            if (stream != null) {
                properties.load(stream);
            }
            return "ND4J " + properties.getProperty("version", "of unknown version");
        } catch (IOException failure) {
            throw new BackendException("backend 'nd4j': cannot read " + resource, failure);
        }
    }

    @Override
    public Backend create(Settings settings) {
        if (!settings.device().isEmpty() && !settings.device().equals(CPU)) {
            throw new BackendException("backend 'nd4j': no device '%s', it has %s".formatted(settings.device(), CPU));
        }
        load();
        if (settings.threads() > 0) {
            // One number for the library's own loops, one for its matrix products.
            Nd4j.getEnvironment().setMaxMasterThreads(settings.threads());
            Nd4j.factory().blas().setMaxThreads(Nd4j.getEnvironment().maxMasterThreads());
        }
        boolean fused = settings.kernels() == Settings.KernelSource.FUSED;
        Capabilities capabilities = new Capabilities(
                fused ? FusedKernels.CLAIMS : Set.of(Fused.Linear.class, Fused.Softmax.class, Fused.GumbelSoftmax.class, AdamUpdate.class),
                Set.of(DataType.FLOAT32, DataType.INT32),
                "cpu (%d threads)".formatted(Nd4j.getEnvironment().maxMasterThreads()),
                version(),
                fused ? VectorApi.computesBeside(version()) : version());
        return fused
                ? new ArrayBackend<>(capabilities, settings, () -> new FusedKernels<>(new Nd4jKernels(settings.threads())))
                : new ArrayBackend<>(capabilities, settings, () -> new Nd4jKernels(settings.threads()));
    }

    /** Loads the library without its twelve lines about itself, unless the user has asked for them. */
    private static void load() {
        if (System.getProperty(LOG_INITIALIZATION) == null) {
            System.setProperty(LOG_INITIALIZATION, "false");
        }
        findCache();
        try {
            ContextLoader.of(Nd4jProvider.class, () -> {
                OpenBlas.chooseKernels();
                return Nd4j.getBackend();
            });
        } catch (RuntimeException | LinkageError failure) {
            throw new BackendException("backend 'nd4j': ND4J does not load: %s; see its cause".formatted(failure.getMessage()), failure);
        }
    }

    /** Where the user has no home, JavaCPP would unpack below the working directory, or where others may write. */
    private static void findCache() {
        boolean named = Stream.of(CACHE, "org.bytedeco.javacpp.cacheDir").anyMatch(name -> System.getProperty(name) != null);
        if (!named && !UserHome.holds(".javacpp/cache")) {
            try {
                System.setProperty(CACHE, UserHome.folder(System.getenv(), ".javacpp/cache").toString());
            } catch (IOException nowhere) {
                throw new BackendException("backend 'nd4j': no folder to unpack ND4J into: " + Reason.of(nowhere), nowhere);
            }
        }
    }
}

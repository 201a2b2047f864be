package dev.gumbel.backend.djl;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.jni.JniUtils;
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
import dev.gumbel.op.Claimable;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The backend {@code djl}: PyTorch on the CPU, and on a GPU where an installed libtorch has CUDA. The number of threads is the library's own, one for
 * the whole process: the latest {@link #create} that names one sets it.
 */
public final class DjlProvider implements BackendProvider {
    private static final String ENGINE = "PyTorch";
    private static final String CPU = "cpu";
    private static final Pattern GPU = Pattern.compile("gpu(\\d{0,3})");
    private static final Set<Class<? extends Claimable>> LIBRARY_CLAIMS = Set.of(
            Fused.Linear.class, Fused.Softmax.class, Fused.GumbelSoftmax.class, AdamUpdate.class);
    private static final String CACHE = "DJL_CACHE_DIR";

    @Override
    public String name() {
        return "djl";
    }

    @Override
    public int priority() {
        return 50;
    }

    @Override
    public Availability probe() {
        Optional<String> djl = property("pytorch-engine.properties", "djl_version");
        Optional<String> torch = property("native/lib/pytorch.properties", "version");
        Optional<String> installed = Optional.ofNullable(System.getenv("PYTORCH_LIBRARY_PATH"));
        String platform = platform();
        if (property("native/lib/pytorch.properties", "classifier").filter(platform::equals).isEmpty() && installed.isEmpty()) {
            return new Unusable(("no PyTorch natives for %s on the class path; add ai.djl.pytorch:pytorch-native-cpu with this classifier "
                    + "where it exists, or name an installed libtorch in PYTORCH_LIBRARY_PATH").formatted(platform));
        }
        String version = torch.map(text -> text.replaceFirst("-.*", "")).orElse("of " + installed.orElse(""));
        return new Usable("DJL %s, PyTorch %s".formatted(djl.orElse("of unknown version"), version), List.of(CPU), CPU + "|" + GPU.pattern(), true);
    }

    /** This platform as PyTorch's natives are named for it. DJL's own search would look for CUDA, and load natives to do so. */
    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch");
        return (os.startsWith("win") ? "win" : os.startsWith("mac") ? "osx" : os) + "-" + (arch.equals("amd64") ? "x86_64" : arch);
    }

    /** By the loader, since a class that is in a named module finds the resources of its own module alone. */
    private static Optional<String> property(String resource, String key) {
        try (InputStream stream = Engine.class.getClassLoader().getResourceAsStream(resource)) {
            if (stream == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(stream);
            return Optional.ofNullable(properties.getProperty(key));
        } catch (IOException failure) {
            throw new BackendException("backend 'djl': cannot read " + resource, failure);
        }
    }

    @Override
    public Backend create(Settings settings) {
        OptionalInt gpu = gpu(settings.device());
        Engine engine = engine();
        if (gpu.isPresent() && gpu.getAsInt() >= engine.getGpuCount()) {
            throw noDevice(settings.device(), engine.getGpuCount());
        }
        Malloc.keepFreed();
        if (settings.threads() > 0) {
            JniUtils.setNumThreads(settings.threads());
        }
        String library = "PyTorch " + engine.getVersion();
        if (gpu.isPresent()) {
            // Passes in Java would need the arrays' memory.
            Device device = Device.gpu(gpu.getAsInt());
            return new ArrayBackend<>(capabilities(LIBRARY_CLAIMS, "gpu" + gpu.getAsInt(), library, library), settings,
                    () -> new DjlDeviceKernels(NDManager.newBaseManager(device, ENGINE)));
        }
        String device = "cpu (%d threads)".formatted(JniUtils.getNumThreads());
        return settings.kernels() == Settings.KernelSource.FUSED
                ? new ArrayBackend<>(capabilities(FusedKernels.CLAIMS, device, library, VectorApi.computesBeside(library)), settings,
                        () -> new FusedKernels<>(hostKernels(settings)))
                : new ArrayBackend<>(capabilities(LIBRARY_CLAIMS, device, library, library), settings, () -> hostKernels(settings));
    }

    private static Capabilities capabilities(Set<Class<? extends Claimable>> claims, String device, String library, String computes) {
        return new Capabilities(
                claims, Set.of(DataType.FLOAT32, DataType.INT32), device, "DJL %s, %s".formatted(Engine.getDjlVersion(), library), computes);
    }

    private static DjlHostKernels hostKernels(Settings settings) {
        return new DjlHostKernels(NDManager.newBaseManager(Device.cpu(), ENGINE), settings.threads());
    }

    /** The number of the GPU that is asked for; none for the CPU. */
    private static OptionalInt gpu(String device) {
        if (device.isEmpty() || device.equals(CPU)) {
            return OptionalInt.empty();
        }
        Matcher gpu = GPU.matcher(device);
        if (!gpu.matches()) {
            throw noDevice(device, 0);
        }
        return OptionalInt.of(gpu.group(1).isEmpty() ? 0 : Integer.parseInt(gpu.group(1)));
    }

    private static BackendException noDevice(String device, int gpus) {
        String there = Stream.concat(Stream.of(CPU), IntStream.range(0, gpus).mapToObj(i -> "gpu" + i)).collect(Collectors.joining(", "));
        String help = GPU.matcher(device).matches() && gpus == 0 ? "; a GPU needs an installed libtorch with CUDA: docs/djl.md" : "";
        return new BackendException("backend 'djl': no device '%s', it has %s%s".formatted(device, there, help));
    }

    /** The engine, loaded without a word to the network. */
    private static Engine engine() {
        silence("ai.djl.offline");
        silence("OPT_OUT_TRACKING");
        findCache();
        try {
            return ContextLoader.of(DjlProvider.class, () -> Engine.getEngine(ENGINE));
        } catch (RuntimeException | LinkageError failure) {
            throw new BackendException("backend 'djl': PyTorch does not load: %s; see its cause".formatted(failure.getMessage()), failure);
        }
    }

    /** Where the user has no home, DJL would unpack below the working directory, or where others may write. */
    private static void findCache() {
        boolean named = System.getenv(CACHE) != null || System.getProperty(CACHE) != null;
        if (!named && !UserHome.holds(".djl.ai")) {
            try {
                System.setProperty(CACHE, UserHome.folder(System.getenv(), ".djl.ai").toString());
            } catch (IOException nowhere) {
                throw new BackendException("backend 'djl': no folder to unpack PyTorch into: " + Reason.of(nowhere), nowhere);
            }
        }
    }

    /** DJL reads these in static initialisers; what the user has set stays. */
    private static void silence(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "true");
        }
    }
}

package dev.gumbel.backend.tornado;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Verifier;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.ac.manchester.tornado.api.TornadoRuntime;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.TornadoDeviceType;
import uk.ac.manchester.tornado.api.runtime.TornadoRuntimeProvider;

/** Compiles programs for one device of TornadoVM. */
final class TornadoBackend implements Backend {
    private static final Logger LOG = LoggerFactory.getLogger(TornadoBackend.class);
    private static final String KINDS = "uk.ac.manchester.tornado.drivers.opencl.graal.lir.OCLKind";
    /** One hash in as many is a place: processes that differ by a few hashes stop at the same one, nearly always. */
    private static final int PLACES = 1 << 12;

    private final Capabilities capabilities;
    private final boolean checked;
    private final TornadoDevice device;
    private final boolean desks;

    /**
     * A backend on the device that the settings name.
     *
     * @param desks whether small programs may share a kernel
     */
    TornadoBackend(Settings settings, String version, boolean desks) {
        Map<String, TornadoDevice> devices = Tornado.call("looking for OpenCL devices, of which a driver has to be installed", TornadoBackend::find);
        if (devices.isEmpty()) {
            throw new BackendException("backend 'tornado': OpenCL has no device" + PoclCache.fault(System.getenv()).map(fault -> ": " + fault)
                    .orElse("; install a driver, such as Debian's pocl-opencl-icd for the CPU"));
        }
        TornadoDevice found = settings.device().isEmpty()
                ? devices.values().stream().findFirst().orElse(null) : devices.get(settings.device());
        if (found == null) {
            throw new BackendException("backend 'tornado': no device '%s', it has %s".formatted(settings.device(), devices.keySet()));
        }
        this.device = found;
        List<String> names = devices.entrySet().stream().map(entry -> entry.getKey() + " " + name(entry.getValue())).toList();
        this.checked = settings.checked();
        this.desks = desks;
        this.capabilities = new Capabilities(
                Set.of(Fused.Linear.class, Fused.Softmax.class, Fused.GumbelSoftmax.class, Fused.BernoulliNll.class, AdamUpdate.class),
                Set.of(DataType.FLOAT32, DataType.INT32), name(found), names, version, name(found));
    }

    /** The devices by the numbers of their driver and of themselves, as in {@code 0:0}, the default first: a GPU where there is one. */
    private static Map<String, TornadoDevice> find() {
        hashKinds();
        TornadoRuntime runtime = TornadoRuntimeProvider.getTornadoRuntime();
        Map<String, TornadoDevice> gpus = new LinkedHashMap<>();
        Map<String, TornadoDevice> others = new LinkedHashMap<>();
        for (int driver = 0; driver < runtime.getNumBackends(); driver++) {
            for (int number = 0; number < runtime.getBackend(driver).getNumDevices(); number++) {
                TornadoDevice device = runtime.getBackend(driver).getDevice(number);
                (device.getDeviceType() == TornadoDeviceType.GPU ? gpus : others).put(driver + ":" + number, device);
            }
        }
        gpus.putAll(others);
        return gpus;
    }

    /**
     * Has all processes declare a kernel's variables in one order, so that PoCL, which knows a kernel by its text, finds it in its cache. TornadoVM
     * declares them as the identity hashes of their kinds have it. These come from a sequence of the thread that first asks, the same in the main
     * thread of every process; how far it has got differs by a few. So it is moved on to the next of a few places, and the kinds get what follows.
     */
    private static void hashKinds() {
        try {
            Object[] kinds = Class.forName(KINDS).getEnumConstants();
            while (System.identityHashCode(new Object()) % PLACES != 0) {
                // The next one.
            }
            for (Object kind : kinds) {
                System.identityHashCode(kind);
            }
        } catch (ClassNotFoundException otherDriver) {
            LOG.debug("no {}: this SDK has another driver than OpenCL's", KINDS);
        }
    }

    TornadoDevice device() {
        return device;
    }

    static String name(TornadoDevice device) {
        return device.getPhysicalDevice().getDeviceName().strip();
    }

    @Override
    public Capabilities capabilities() {
        return capabilities;
    }

    @Override
    public Session open(long seed, Program... programs) {
        List<Program> all = List.of(programs);
        Verifier.verifyTogether(all);
        all.forEach(capabilities::requireTypes);
        ProgramCompiler.Target target = new ProgramCompiler.Target(capabilities, checked, seed, kind -> NoiseCheck.passes(device, kind));
        return new TornadoSession(all, target, device, desks);
    }
}

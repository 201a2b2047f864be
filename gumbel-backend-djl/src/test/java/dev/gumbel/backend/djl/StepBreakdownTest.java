package dev.gumbel.backend.djl;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.backend.array.ArrayBackend;
import dev.gumbel.backend.array.Kernels;
import dev.gumbel.conformance.BackendSoakTest;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.kernels.FusedKernels;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Op;
import dev.gumbel.tensor.HostTensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Where the time of a training step of the article's network goes at one thread: prints milliseconds of its time by kernel. */
@Tag("exhaustive")
class StepBreakdownTest {
    private static final int WARM_UP = 1_000;
    private static final int STEPS = 1_000;

    private static final ThreadMXBean THREAD = ManagementFactory.getThreadMXBean();

    private final Map<String, Long> nanos = new HashMap<>();
    private boolean counting;

    @ParameterizedTest
    @EnumSource
    void kernelsAccountForTheStep(KernelSource source) {
        Settings settings = Settings.defaults().withThreads(1).withKernels(source);
        Capabilities capabilities = new DjlProvider().create(settings).capabilities();
        CategoricalVae vae = CategoricalVae.article();
        Program train = vae.train(100, new Adam(1e-3f), GumbelSoftmax.soft());
        Feed feed = Feed.at(0)
                .put(CategoricalVae.IMAGES, BackendSoakTest.images())
                .put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
        try (Session session = new ArrayBackend<>(capabilities, settings, () -> timed(source)).open(1, train)) {
            run(session, train, feed, WARM_UP);
            counting = true;
            double total = run(session, train, feed, STEPS);
            double kernels = nanos.values().stream().mapToLong(Long::longValue).sum() / 1e6 / STEPS;
            System.out.println(source);
            print(total, kernels);
            assertThat(kernels).as("milliseconds in kernels").isBetween(0.5 * total, total);
        }
    }

    private static double run(Session session, Program train, Feed feed, int steps) {
        long begin = THREAD.getCurrentThreadCpuTime();
        for (int step = 0; step < steps; step++) {
            session.run(train, feed.step(step)).get(CategoricalVae.LOSS);
        }
        return (THREAD.getCurrentThreadCpuTime() - begin) / 1e6 / steps;
    }

    private void print(double total, double kernels) {
        nanos.entrySet().stream().sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(entry -> System.out.printf("%-22s %6.3f ms%n", entry.getKey(), entry.getValue() / 1e6 / STEPS));
        System.out.printf("%-22s %6.3f ms (noise, feeding, planning)%n", "the rest", total - kernels);
        System.out.printf("%-22s %6.3f ms%n", "step", total);
    }

    /** Kernels that count the time of each call under the op's name. */
    @SuppressWarnings("unchecked")
    private Kernels<Object> timed(KernelSource source) {
        DjlHostKernels library = new DjlHostKernels(NDManager.newBaseManager(Device.cpu(), "PyTorch"), 1);
        Kernels<?> kernels = source == KernelSource.FUSED ? new FusedKernels<>(library) : library;
        return (Kernels<Object>) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
            long begin = THREAD.getCurrentThreadCpuTime();
            Object result = invoke(kernels, method, arguments);
            if (counting) {
                String name = arguments != null && arguments[0] instanceof Op op ? op.label() : method.getName();
                nanos.merge(name, THREAD.getCurrentThreadCpuTime() - begin, Long::sum);
            }
            return result;
        });
    }

    private static Object invoke(Kernels<?> kernels, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(kernels, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}

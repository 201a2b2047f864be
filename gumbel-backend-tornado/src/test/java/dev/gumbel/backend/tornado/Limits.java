package dev.gumbel.backend.tornado;

import java.util.stream.IntStream;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;
import uk.ac.manchester.tornado.api.types.vectors.Float16;

/** How fast the device computes and moves at best, from kernels that do nothing else. */
public final class Limits {
    private static final int ROUNDS = 30;
    private static final int LANES = 16;
    private static final int VECTORS = 1 << 20;
    private static final int CHAINS = 8;
    private static final int ITEMS = 4096;
    private static final int TURNS = 2000;

    private Limits() {}

    /** Multiplies and adds in eight chains that do not wait for each other. */
    public static void multiplyAdd(KernelContext context, VectorFloat16 x, VectorFloat16 y) {
        Float16 factor = x.get(context.globalIdx);
        Float16 a = x.get(0);
        Float16 b = x.get(1);
        Float16 c = x.get(2);
        Float16 d = x.get(3);
        Float16 e = x.get(4);
        Float16 f = x.get(5);
        Float16 g = x.get(6);
        Float16 h = x.get(7);
        for (int i = 0; i < TURNS; i++) {
            a = Float16.add(Float16.mult(a, factor), factor);
            b = Float16.add(Float16.mult(b, factor), factor);
            c = Float16.add(Float16.mult(c, factor), factor);
            d = Float16.add(Float16.mult(d, factor), factor);
            e = Float16.add(Float16.mult(e, factor), factor);
            f = Float16.add(Float16.mult(f, factor), factor);
            g = Float16.add(Float16.mult(g, factor), factor);
            h = Float16.add(Float16.mult(h, factor), factor);
        }
        Float16 sum = Float16.add(Float16.add(Float16.add(a, b), Float16.add(c, d)), Float16.add(Float16.add(e, f), Float16.add(g, h)));
        y.set(context.globalIdx, sum);
    }

    public static void copy(KernelContext context, VectorFloat16 x, VectorFloat16 y) {
        y.set(context.globalIdx, x.get(context.globalIdx));
    }

    /** Floating-point operations in a nanosecond. */
    static double gigaflops(TornadoDevice device) {
        return 2.0 * LANES * CHAINS * TURNS * ITEMS / nanos(device, Limits::multiplyAdd, ITEMS);
    }

    /** Bytes read and written in a nanosecond, of 64 MB each. */
    static double gigabytes(TornadoDevice device) {
        return 2.0 * LANES * Float.BYTES * VECTORS / nanos(device, Limits::copy, VECTORS);
    }

    /** The median time of a kernel. */
    private static double nanos(TornadoDevice device, TornadoKernel kernel, int items) {
        VectorFloat16 x = new VectorFloat16(VECTORS);
        VectorFloat16 y = new VectorFloat16(VECTORS);
        x.getArray().init(0.5f);
        String name = PlanMachine.uniqueName("limit");
        TaskGraph graph = new TaskGraph(name).transferToDevice(DataTransferMode.FIRST_EXECUTION, x)
                .task("t", kernel, new KernelContext(), x, y).transferToHost(DataTransferMode.UNDER_DEMAND, y);
        try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
            plan.withDevice(device).withGridScheduler(new GridScheduler(name + ".t", PlanMachine.grid(items, TaskWriter.LOCAL)));
            double[] sorted = IntStream.range(0, ROUNDS).mapToDouble(_ -> {
                long begin = System.nanoTime();
                plan.execute();
                return System.nanoTime() - begin;
            }).sorted().toArray();
            return sorted[ROUNDS / 2];
        } catch (TornadoExecutionPlanException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** The shape of both kernels. */
    private interface TornadoKernel
            extends uk.ac.manchester.tornado.api.common.TornadoFunctions.Task3<KernelContext, VectorFloat16, VectorFloat16> {}
}

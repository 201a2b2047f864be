package dev.gumbel.backend.tornado;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import uk.ac.manchester.tornado.api.AccessorParameters;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.common.Access;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.HalfFloat;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.HalfFloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/** What TornadoVM does wrong, each alone in a program of a few lines; {@link DefectsTest} runs it in processes of its own. */
public final class Defects {
    private static final int N = 16;
    /** An OpenCL kernel that writes a number to an array's first element, which stands behind 16 bytes. */
    private static final String TEXT = """
            __kernel void %s(
                __global long *context, __constant uchar *constants, __local uchar *region, __global int *atomics, __global float *x) {
              x[4] = %d;
            }
            """;

    private Defects() {}

    public static void shift(KernelContext context, IntArray x, IntArray y) {
        y.set(context.globalIdx, x.get(context.globalIdx) >>> 8);
    }

    public static void positive(KernelContext context, FloatArray x, FloatArray y) {
        y.set(context.globalIdx, TornadoMath.max(x.get(context.globalIdx), 0f));
    }

    public static void difference(KernelContext context, FloatArray x, FloatArray y) {
        y.set(context.globalIdx, x.get(context.globalIdx) - x.get(context.globalIdx));
    }

    public static void twice(KernelContext context, HalfFloatArray x, FloatArray y) {
        HalfFloat value = x.get(context.globalIdx);
        y.set(context.globalIdx, HalfFloat.add(value, value).getFloat32());
    }

    public static void copy(KernelContext context, FloatArray x, FloatArray y) {
        y.set(context.globalIdx, x.get(context.globalIdx));
    }

    public static void literal(KernelContext context, FloatArray x, FloatArray y) {
        float value = x.get(context.globalIdx);
        if (value > 1f) {
            value = Float.NaN;
        }
        y.set(context.globalIdx, value);
    }

    /** Prints what each of the named programs computes, a line each. */
    public static void main(String[] names) {
        for (String name : names) {
            System.out.println(": " + name + " " + result(name));
        }
    }

    private static Object result(String name) {
        return switch (name) {
            case "shift" -> shifted();
            case "max" -> computed(name, Float.NaN);
            case "difference" -> computed(name, Float.NaN);
            case "half" -> doubled();
            case "part" -> untouched();
            case "first" -> sentOnce();
            case "prebuilt" -> prebuilt();
            case "nan" -> thrown(() -> computed(name, 0f));
            default -> throw new IllegalArgumentException(name);
        };
    }

    private static int shifted() {
        IntArray x = new IntArray(N);
        IntArray y = new IntArray(N);
        x.init(-1);
        TaskGraph graph = new TaskGraph("g").transferToDevice(DataTransferMode.EVERY_EXECUTION, x)
                .task("t", Defects::shift, new KernelContext(), x, y).transferToHost(DataTransferMode.EVERY_EXECUTION, y);
        execute(graph, () -> {});
        return y.get(0);
    }

    /** The first element of a kernel's result where all of its input's are the value. */
    private static float computed(String name, float value) {
        FloatArray x = new FloatArray(N);
        FloatArray y = new FloatArray(N);
        x.init(value);
        TaskGraph graph = new TaskGraph("g" + name).transferToDevice(DataTransferMode.EVERY_EXECUTION, x);
        switch (name) {
            case "max" -> graph.task("t", Defects::positive, new KernelContext(), x, y);
            case "difference" -> graph.task("t", Defects::difference, new KernelContext(), x, y);
            default -> graph.task("t", Defects::literal, new KernelContext(), x, y);
        }
        execute(graph.transferToHost(DataTransferMode.EVERY_EXECUTION, y), () -> {});
        return y.get(0);
    }

    /** The last element of 2 + 2. */
    private static float doubled() {
        HalfFloatArray x = new HalfFloatArray(N);
        FloatArray y = new FloatArray(N);
        x.init(new HalfFloat(2f));
        execute(new TaskGraph("gh").transferToDevice(DataTransferMode.EVERY_EXECUTION, x)
                .task("t", Defects::twice, new KernelContext(), x, y).transferToHost(DataTransferMode.EVERY_EXECUTION, y), () -> {});
        return y.get(N - 1);
    }

    /** What becomes of the last element, 5 before, of an array whose first half the kernel writes. */
    private static String untouched() {
        FloatArray x = new FloatArray(2 * N);
        FloatArray y = new FloatArray(2 * N);
        y.init(5f);
        execute(new TaskGraph("ge").transferToDevice(DataTransferMode.EVERY_EXECUTION, x, y)
                .task("t", Defects::copy, new KernelContext(), x, y).transferToHost(DataTransferMode.EVERY_EXECUTION, y), () -> {});
        return y.get(2 * N - 1) == 5f ? "kept" : "lost";
    }

    /** What the device has of an array that the host has set to 2 after the first execution. */
    private static float sentOnce() {
        FloatArray x = new FloatArray(N);
        FloatArray y = new FloatArray(N);
        x.init(1f);
        execute(new TaskGraph("gf").transferToDevice(DataTransferMode.FIRST_EXECUTION, x)
                .task("t", Defects::copy, new KernelContext(), x, y).transferToHost(DataTransferMode.EVERY_EXECUTION, y), () -> x.init(2f));
        return y.get(0);
    }

    /** What the second of two prebuilt tasks has written: the first one's kernel writes 1, its own writes 2. */
    private static float prebuilt() {
        FloatArray x = new FloatArray(N);
        FloatArray y = new FloatArray(N);
        try {
            Path texts = Files.createTempFile("kernels", ".cl");
            try {
                Files.writeString(texts, TEXT.formatted("one", 1) + TEXT.formatted("two", 2));
                String file = texts.toString();
                execute(new TaskGraph("gp").prebuiltTask("t", "one", file, written(x)).prebuiltTask("u", "two", file, written(y))
                        .transferToHost(DataTransferMode.EVERY_EXECUTION, x, y), () -> {});
            } finally {
                Files.delete(texts);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        return y.get(0);
    }

    private static AccessorParameters written(FloatArray array) {
        AccessorParameters accesses = new AccessorParameters(1);
        accesses.set(0, array, Access.WRITE_ONLY);
        return accesses;
    }

    private static String thrown(Supplier<Object> use) {
        try {
            return "returns " + use.get();
        } catch (RuntimeException failure) {
            return "throws";
        }
    }

    /** Executes twice. */
    private static void execute(TaskGraph graph, Runnable between) {
        WorkerGrid1D grid = new WorkerGrid1D(N);
        grid.setLocalWork(N, 1, 1);
        try (TornadoExecutionPlan plan = new TornadoExecutionPlan(graph.snapshot())) {
            plan.withGridScheduler(new GridScheduler(graph.getTaskGraphName() + ".t", grid)).execute();
            between.run();
            plan.execute();
        } catch (TornadoExecutionPlanException failure) {
            throw new IllegalStateException(failure);
        }
    }
}

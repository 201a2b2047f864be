package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendSoakTest;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.tensor.HostTensor;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Where the time of a training step of the article's network goes: prints milliseconds by kernel. */
@Tag("exhaustive")
class StepBreakdownTest {
    private static final int WARM_UP = 300;
    private static final int ROUNDS = 100;
    /** Of each weight: itself and two moments read and written, its gradient read. */
    private static final int ADAM_BYTES = 7 * Float.BYTES;

    private final Program train = CategoricalVae.article().train(100, new Adam(1e-3f), GumbelSoftmax.soft());
    private final TornadoBackend backend = (TornadoBackend) new TornadoProvider().create(Settings.defaults());

    @Test
    void kernelsAccountForTheStep() {
        double step = step();
        HeapLayout layout = new HeapLayout();
        train.variables().forEach(layout::add);
        ProgramCompiler.Target target = new ProgramCompiler.Target(backend.capabilities(), false, 1, _ -> true);
        CompiledProgram image = ProgramCompiler.compile(train, target, layout);
        List<List<Instruction>> tasks = new ArrayList<>(Schedule.tasks(image.phases().getFirst()));
        tasks.add(Schedule.tasks(List.of()).getFirst());
        CompiledProgram split = new CompiledProgram(
                train, List.of(), tasks, image.leaves(), image.draws(), image.corrections(), image.outputs(), image.fed(), image.results());
        PlanMachine machine = PlanMachine.of(backend.device(), List.of(split), layout.size());
        double[] times = times(machine, tasks.size());
        machine.close();
        double launch = times[tasks.size() - 1];
        Map<String, double[]> byKind = new TreeMap<>();
        for (int task = 0; task < tasks.size() - 1; task++) {
            Instruction first = tasks.get(task).getFirst();
            String kind = Schedule.isSmall(first) ? "sequence" : name(first.opcode());
            double time = times[task] - launch;
            System.out.printf("  %-16s %3d instructions %8d items %10d work %7.3f ms%n", kind, tasks.get(task).size(),
                    tasks.get(task).stream().mapToInt(Instruction::items).sum(), tasks.get(task).stream().mapToLong(Instruction::work).sum(), time);
            double[] sums = byKind.computeIfAbsent(kind, _ -> new double[2]);
            sums[0] += time;
            sums[1]++;
        }
        byKind.entrySet().stream().sorted(Comparator.comparingDouble(entry -> -entry.getValue()[0]))
                .forEach(entry -> System.out.printf("%-14s %3.0f tasks %7.3f ms%n", entry.getKey(), entry.getValue()[1], entry.getValue()[0]));
        limits(tasks, times, launch);
        double kernels = byKind.values().stream().mapToDouble(sums -> sums[0]).sum();
        System.out.printf("%-14s %3d tasks %7.3f ms%n", "kernels", tasks.size() - 1, kernels);
        System.out.printf("%-24s %7.3f ms (a graph alone %.3f)%n", "step", step, launch);
        assertThat(kernels).as("milliseconds in kernels").isBetween(0.5 * step, 1.2 * step);
    }

    /** What the two costliest kinds of kernels reach of what the device can do. */
    private void limits(List<List<Instruction>> tasks, double[] times, double launch) {
        double flops = 0;
        double products = 0;
        double bytes = 0;
        double adam = 0;
        for (int task = 0; task < tasks.size(); task++) {
            Instruction first = tasks.get(task).getFirst();
            if (first.opcode() == Opcode.PRODUCT) {
                flops += tasks.get(task).stream().mapToDouble(StepBreakdownTest::flops).sum();
                products += times[task] - launch;
            } else if (first.opcode() == Opcode.ADAM && !Schedule.isSmall(first)) {
                bytes += (double) ADAM_BYTES * tasks.get(task).stream().mapToInt(Instruction::items).sum();
                adam += times[task] - launch;
            }
        }
        System.out.printf("products: %.1f GFLOP/s of %.1f%n", flops / products / 1e6, Limits.gigaflops(backend.device()));
        System.out.printf("Adam:     %.1f GB/s of %.1f%n", bytes / adam / 1e6, Limits.gigabytes(backend.device()));
    }

    private static double flops(Instruction product) {
        int[] words = product.words();
        return 2.0 * words[3] * Product.COLUMNS * words[4] * words[5];
    }

    private double step() {
        Feed feed = Feed.at(0).put(CategoricalVae.IMAGES, BackendSoakTest.images()).put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long opening = System.nanoTime();
        long processor = threads.getCurrentThreadCpuTime();
        try (Session session = backend.open(1, train)) {
            session.run(train, feed).get(CategoricalVae.LOSS);
            System.out.printf("opening and first step  %7.3f s (%.3f s of this thread's processor time)%n",
                    (System.nanoTime() - opening) / 1e9, (threads.getCurrentThreadCpuTime() - processor) / 1e9);
            return median(IntStream.range(0, WARM_UP + ROUNDS).mapToDouble(step -> {
                long begin = System.nanoTime();
                session.run(train, feed.step(step)).get(CategoricalVae.LOSS);
                return (System.nanoTime() - begin) / 1e6;
            }).skip(WARM_UP));
        }
    }

    private static double[] times(PlanMachine machine, int tasks) {
        double[][] times = new double[tasks][ROUNDS];
        for (int round = 0; round < ROUNDS; round++) {
            for (int task = 0; task < tasks; task++) {
                long begin = System.nanoTime();
                machine.run(0, task);
                times[task][round] = (System.nanoTime() - begin) / 1e6;
            }
        }
        return Arrays.stream(times).mapToDouble(rounds -> median(Arrays.stream(rounds))).toArray();
    }

    private static double median(java.util.stream.DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** The name of an opcode's constant. */
    private static String name(int opcode) {
        if (opcode > Opcode.BIASED) {
            return "BIASED_" + name(opcode - Opcode.BIASED);
        }
        return Arrays.stream(Opcode.class.getDeclaredFields()).filter(field -> Modifier.isStatic(field.getModifiers()))
                .filter(field -> value(field) == opcode).map(Field::getName).findFirst().orElseThrow();
    }

    private static int value(Field field) {
        try {
            return field.getInt(null);
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }
}

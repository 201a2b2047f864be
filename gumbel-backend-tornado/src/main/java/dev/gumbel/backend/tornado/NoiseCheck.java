package dev.gumbel.backend.tornado;

import dev.gumbel.op.NoiseKind;
import dev.gumbel.random.NoiseLoop;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;

/** Whether a device draws a kind of noise to the bit: the kernel's draws of words spread over all there are, against Java's. */
final class NoiseCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoiseCheck.class);
    private static final int WORDS = 1 << 16;
    /** Its multiples up to the last of 65,536 are spread evenly over all words. */
    private static final int SPREAD = 65537;
    private static final Map<Subject, Boolean> RESULTS = new ConcurrentHashMap<>();

    /** What is checked once in a process. */
    private record Subject(TornadoDevice device, NoiseKind kind) {}

    private final NoiseKind kind;
    private final VectorFloat16 heap;
    private final TornadoExecutionPlan plan;

    /** Draws of multiples of a factor, so many at a time. */
    NoiseCheck(TornadoDevice device, NoiseKind kind, int factor, int words) {
        this.kind = kind;
        String name = PlanMachine.uniqueName("noise");
        this.heap = new VectorFloat16(words / HeapLayout.ALIGNMENT + 1);
        Instruction draw = Instruction.of(
                Opcode.of(kind), words, words, IntStream.of(0, 0, 0, factor, 0, HeapLayout.ALIGNMENT), List.of(), List.of());
        IntArray code = IntArray.fromArray(TaskWriter.wide(List.of(draw)));
        TaskGraph graph = new TaskGraph(name)
                .transferToDevice(DataTransferMode.FIRST_EXECUTION, code)
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, heap);
        TaskWriter.draw(graph, "draw", draw.opcode(), new KernelContext(), code, heap).transferToHost(DataTransferMode.EVERY_EXECUTION, heap);
        this.plan = new TornadoExecutionPlan(graph.snapshot());
        plan.withDevice(device).withGridScheduler(new GridScheduler(name + ".draw", PlanMachine.grid(words, TaskWriter.LOCAL)));
    }

    /** Once for each device, kind and process; says so where it does not. */
    static boolean passes(TornadoDevice device, NoiseKind kind) {
        return RESULTS.computeIfAbsent(new Subject(device, kind), _ -> {
            boolean equal = Tornado.call("the check of " + kind.label() + " noise", () -> {
                try (NoiseCheck check = new NoiseCheck(device, kind, SPREAD, WORDS)) {
                    return check.differences(0, SPREAD) == 0;
                }
            });
            if (!equal) {
                LOG.warn("{} does not draw {} noise to the bit; the host draws it, which is slower", TornadoBackend.name(device), kind.label());
            }
            return equal;
        });
    }

    /** How many draws differ from Java's. */
    int differences(int firstWord, int factor) {
        MemorySegment segment = heap.getArray().getSegment();
        new FedAddress(0, 0, Integer.toUnsignedLong(firstWord)).store(segment, 0);
        plan.execute();
        int length = Math.toIntExact(heap.getLength() * (long) HeapLayout.ALIGNMENT - HeapLayout.ALIGNMENT);
        int[] words = new int[length];
        Arrays.setAll(words, i -> (firstWord + i) * factor);
        float[] expected = new float[length];
        NoiseLoop.scalar(kind, words, 0, expected, length);
        int differences = 0;
        for (int i = 0; i < length; i++) {
            float draw = segment.getAtIndex(ValueLayout.JAVA_FLOAT, HeapLayout.ALIGNMENT + i);
            differences += Float.floatToRawIntBits(draw) == Float.floatToRawIntBits(expected[i]) ? 0 : 1;
        }
        return differences;
    }

    @Override
    public void close() {
        try {
            plan.close();
        } catch (TornadoExecutionPlanException failure) {
            throw new IllegalStateException(failure);
        }
    }
}

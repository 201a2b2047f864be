package dev.gumbel.backend.tornado;

import dev.gumbel.random.GumbelTransform;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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

/** Whether a device draws noise v1 to the bit: the kernel's draws of words spread over all there are, against Java's. */
final class NoiseCheck implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(NoiseCheck.class);
    private static final int WORDS = 1 << 16;
    /** Its multiples up to the last of 65,536 are spread evenly over all words. */
    private static final int SPREAD = 65537;
    private static final Map<TornadoDevice, Boolean> RESULTS = new ConcurrentHashMap<>();

    private final VectorFloat16 heap;
    private final TornadoExecutionPlan plan;

    /** Draws of multiples of a factor, so many at a time. */
    NoiseCheck(TornadoDevice device, int factor, int words) {
        String name = PlanMachine.uniqueName("noise");
        this.heap = new VectorFloat16(words / HeapLayout.ALIGNMENT + 1);
        Instruction draw = Instruction.of(Opcode.DRAW, words, words, IntStream.of(0, 0, 0, factor, 0, HeapLayout.ALIGNMENT), List.of(), List.of());
        IntArray code = IntArray.fromArray(TaskWriter.wide(List.of(draw)));
        TaskGraph graph = new TaskGraph(name)
                .transferToDevice(DataTransferMode.FIRST_EXECUTION, code)
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, heap)
                .task("draw", KernelEntries::wideDraw, new KernelContext(), code, heap)
                .transferToHost(DataTransferMode.EVERY_EXECUTION, heap);
        this.plan = new TornadoExecutionPlan(graph.snapshot());
        plan.withDevice(device).withGridScheduler(new GridScheduler(name + ".draw", PlanMachine.grid(words, TaskWriter.LOCAL)));
    }

    /** Once for each device and process; says so where it does not. */
    static boolean passes(TornadoDevice device) {
        return RESULTS.computeIfAbsent(device, _ -> {
            boolean equal = Tornado.call("the check of noise v1", () -> {
                try (NoiseCheck check = new NoiseCheck(device, SPREAD, WORDS)) {
                    return check.differences(0, SPREAD) == 0;
                }
            });
            if (!equal) {
                LOG.warn("{} does not draw noise v1 to the bit; the host draws it, which is slower", TornadoBackend.name(device));
            }
            return equal;
        });
    }

    /** How many draws differ from Java's. */
    int differences(int firstWord, int factor) {
        MemorySegment segment = heap.getArray().getSegment();
        new NoiseAddress(0, 0, Integer.toUnsignedLong(firstWord)).store(segment, 0);
        plan.execute();
        int differences = 0;
        int word = firstWord * factor;
        for (long i = 0; i < heap.getLength() * (long) HeapLayout.ALIGNMENT - HeapLayout.ALIGNMENT; i++) {
            float draw = segment.getAtIndex(ValueLayout.JAVA_FLOAT, HeapLayout.ALIGNMENT + i);
            differences += Float.floatToRawIntBits(draw) == Float.floatToRawIntBits(GumbelTransform.gumbel(word)) ? 0 : 1;
            word += factor;
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

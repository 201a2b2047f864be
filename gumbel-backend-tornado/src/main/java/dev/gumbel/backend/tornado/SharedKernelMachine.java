package dev.gumbel.backend.tornado;

import dev.gumbel.backend.BackendException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;

/**
 * For small programs: one kernel that is compiled once and reads its instructions from memory, so that opening a session compiles nothing. All
 * memory travels with each run. Closed sessions leave their desk to the next one of their thread: TornadoVM keeps queues by thread.
 */
final class SharedKernelMachine implements KernelMachine {
    /** Larger programs are better off with kernels of their own. */
    static final long WORK = 250_000;
    private static final int CODE = 1 << 13;
    private static final int FED = 1 << 14;
    private static final int HEAP = 1 << 17;
    private static final int RESULTS = 1 << 14;

    private static final ThreadLocal<Map<TornadoDevice, Deque<SharedKernelMachine>>> IDLE = ThreadLocal.withInitial(HashMap::new);

    private final TornadoDevice device;
    private final TornadoExecutionPlan plan;
    private final IntArray code = new IntArray(CODE);
    private final FloatArray fed = new FloatArray(FED);
    private final VectorFloat16 heap = new VectorFloat16(HEAP / HeapLayout.ALIGNMENT);
    private final FloatArray out = new FloatArray(RESULTS);
    private List<CompiledProgram> images = List.of();
    private MemorySegment[] results = {};

    private SharedKernelMachine(TornadoDevice device) {
        this.device = device;
        String name = PlanMachine.uniqueName("desk");
        WorkerGrid1D one = new WorkerGrid1D(1);
        one.setLocalWork(1, 1, 1);
        TaskGraph graph = new TaskGraph(name)
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, code, fed, heap)
                .task("sequence", KernelEntries::sequence, new KernelContext(), code, fed, heap, out)
                .transferToHost(DataTransferMode.EVERY_EXECUTION, heap, out);
        this.plan = new TornadoExecutionPlan(graph.snapshot());
        plan.withDevice(device).withGridScheduler(new GridScheduler(name + ".sequence", one));
    }

    static boolean fits(List<CompiledProgram> images, HeapLayout layout) {
        return layout.size() <= HEAP && images.stream().allMatch(image -> image.isListed()
                && image.work() <= WORK && image.words() < CODE && image.fed() <= FED && image.results() <= RESULTS);
    }

    /** A desk for a session's programs. */
    static SharedKernelMachine take(TornadoDevice device, List<CompiledProgram> images, Arena arena) {
        SharedKernelMachine idle = IDLE.get().computeIfAbsent(device, _ -> new ArrayDeque<>()).poll();
        SharedKernelMachine desk = idle != null ? idle : Tornado.call("a desk", () -> new SharedKernelMachine(device));
        desk.images = images;
        desk.results = images.stream().map(image -> arena.allocate(Math.max(1L, image.results()) * Float.BYTES, Float.BYTES))
                .toArray(MemorySegment[]::new);
        return desk;
    }

    @Override
    public MemorySegment heap() {
        return heap.getArray().getSegment();
    }

    @Override
    public void written() {
        // Travels with each run.
    }

    @Override
    public MemorySegment fed(int program) {
        return fed.getSegment();
    }

    @Override
    public void run(int program, int phase) {
        List<Instruction> instructions = images.get(program).phases().get(phase);
        code.set(0, instructions.size());
        int at = 1;
        for (Instruction instruction : instructions) {
            for (int word : instruction.words()) {
                code.set(at++, word);
            }
        }
        Tornado.call("program '" + images.get(program).source().name() + "'", () -> plan.withAllGraphs().execute());
        if (phase == 0) {
            MemorySegment.copy(out.getSegment(), 0, results[program], 0, results[program].byteSize());
        }
    }

    @Override
    public MemorySegment results(int program) {
        return results[program];
    }

    @Override
    public void close() {
        images = List.of();
        results = new MemorySegment[0];
        if (Tornado.isSound()) {
            IDLE.get().computeIfAbsent(device, _ -> new ArrayDeque<>()).push(this);
            return;
        }
        try {
            plan.close();
        } catch (TornadoExecutionPlanException failure) {
            throw new BackendException("backend 'tornado': closing a plan: " + failure.getMessage(), failure);
        }
    }
}

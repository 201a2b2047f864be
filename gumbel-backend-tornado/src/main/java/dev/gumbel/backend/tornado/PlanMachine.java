package dev.gumbel.backend.tornado;

import dev.gumbel.backend.BackendException;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.ImmutableTaskGraph;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.TornadoExecutionPlan;
import uk.ac.manchester.tornado.api.TornadoExecutionResult;
import uk.ac.manchester.tornado.api.WorkerGrid1D;
import uk.ac.manchester.tornado.api.common.TornadoDevice;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.exceptions.TornadoExecutionPlanException;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;

/**
 * One execution plan for a session: a graph that loads the heap, and one for each phase of each program, all of which take the heap from the device
 * and leave it there.
 */
final class PlanMachine implements KernelMachine {
    private static final AtomicLong NAMES = new AtomicLong();

    private final VectorFloat16 heap;
    private final List<FloatArray> fed = new ArrayList<>();
    private final List<FloatArray> out = new ArrayList<>();
    /** Of each program and phase the numbers of its graphs. */
    private final List<List<List<Integer>>> numbers = new ArrayList<>();
    /** In place of what is fed and what comes out, in graphs that have nothing to do with these. */
    private final FloatArray nothing = new FloatArray(1);
    /** Of each graph the sizes of its tasks, by their names, which other graphs have too. */
    private final List<GridScheduler> grids = new ArrayList<>();
    private final List<@Nullable TornadoExecutionResult> results = new ArrayList<>();
    private final TornadoExecutionPlan plan;
    private boolean hostIsNewer = true;
    private @Nullable TornadoExecutionResult latest;

    private PlanMachine(TornadoDevice device, List<CompiledProgram> images, int heapSize) {
        this.heap = new VectorFloat16(heapSize / HeapLayout.ALIGNMENT);
        String load = uniqueName("load");
        // One for all: TornadoVM keeps what it compiles for a plan by the names of graph and task, so a kernel that programs share is compiled once.
        String name = uniqueName("programs");
        List<ImmutableTaskGraph> graphs = new ArrayList<>();
        grids.add(new GridScheduler(load + ".touch", grid(1, 1)));
        graphs.add(new TaskGraph(load)
                .transferToDevice(DataTransferMode.EVERY_EXECUTION, heap)
                .task("touch", KernelEntries::touch, new KernelContext(), heap)
                .persistOnDevice(heap).snapshot());
        for (CompiledProgram image : images) {
            results.add(null);
            fed.add(new FloatArray(Math.max(1, image.fed())));
            out.add(new FloatArray(Math.max(1, image.results())));
            List<List<Integer>> ofProgram = new ArrayList<>();
            for (List<Instruction> phase : image.phases()) {
                int first = graphs.size();
                List<List<List<Instruction>>> parts = GraphSplitter.of(Schedule.tasks(phase));
                for (int part = 0; part < parts.size(); part++) {
                    TaskGraph graph = new TaskGraph(name).consumeFromDevice(load, heap);
                    graphs.add(graph(graph, parts.get(part), part == 0, part == parts.size() - 1));
                }
                ofProgram.add(IntStream.range(first, graphs.size()).boxed().toList());
            }
            numbers.add(ofProgram);
        }
        this.plan = new TornadoExecutionPlan(graphs.toArray(ImmutableTaskGraph[]::new));
        plan.withDevice(device);
    }

    /** A graph of the latest program. */
    private ImmutableTaskGraph graph(TaskGraph graph, List<List<Instruction>> tasks, boolean first, boolean last) {
        grids.add(new GridScheduler());
        if (first) {
            graph.transferToDevice(DataTransferMode.EVERY_EXECUTION, fed.getLast());
        }
        if (!first || !last) {
            graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, nothing);
        }
        new TaskWriter(graph, grids.getLast(), first ? fed.getLast() : nothing, heap, last ? out.getLast() : nothing).write(tasks);
        if (last) {
            graph.transferToHost(DataTransferMode.UNDER_DEMAND, out.getLast());
        }
        return graph.persistOnDevice(heap).snapshot();
    }

    static PlanMachine of(TornadoDevice device, List<CompiledProgram> images, int heapSize) {
        return Tornado.call("a plan", () -> new PlanMachine(device, images, heapSize));
    }

    /** A name that no other graph of the process has. */
    static String uniqueName(String prefix) {
        return prefix + NAMES.incrementAndGet();
    }

    static WorkerGrid1D grid(int items, int local) {
        WorkerGrid1D grid = new WorkerGrid1D(Math.ceilDiv(items, local) * local);
        grid.setLocalWork(local, 1, 1);
        return grid;
    }

    @Override
    public MemorySegment heap() {
        TornadoExecutionResult result = latest;
        if (result != null && !hostIsNewer) {
            Tornado.call("reading the heap", () -> result.transferToHost(heap));
            latest = null;
        }
        return heap.getArray().getSegment();
    }

    @Override
    public void written() {
        hostIsNewer = true;
    }

    @Override
    public MemorySegment fed(int program) {
        return fed.get(program).getSegment();
    }

    @Override
    public void run(int program, int phase) {
        List<Integer> graphs = numbers.get(program).get(phase);
        TornadoExecutionResult result = Tornado.call("a program", () -> {
            if (hostIsNewer) {
                execute(0);
            }
            for (int graph : graphs.subList(0, graphs.size() - 1)) {
                execute(graph);
            }
            return execute(graphs.getLast());
        });
        hostIsNewer = false;
        latest = result;
        if (phase == 0) {
            results.set(program, result);
        }
    }

    private TornadoExecutionResult execute(int graph) {
        plan.withGraph(graph);
        plan.withGridScheduler(grids.get(graph));
        return plan.execute();
    }

    @Override
    public MemorySegment results(int program) {
        TornadoExecutionResult result = Objects.requireNonNull(results.get(program), "the program has run");
        Tornado.call("reading results", () -> result.transferToHost(out.get(program)));
        return out.get(program).getSegment();
    }

    @Override
    public void close() {
        try {
            plan.close();
        } catch (TornadoExecutionPlanException failure) {
            throw new BackendException("backend 'tornado': closing a plan: " + failure.getMessage(), failure);
        }
    }
}

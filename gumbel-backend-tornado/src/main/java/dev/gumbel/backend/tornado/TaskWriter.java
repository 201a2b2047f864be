package dev.gumbel.backend.tornado;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;

/** Makes tasks of instructions: a kernel each for the large ones, one for each run of small ones, which take less time than a launch. */
final class TaskWriter {
    /** As many elements as one work-item gets through while a kernel is launched. */
    private static final long SMALL = 4096;
    static final int LOCAL = 64;
    /** Few: each computes a whole tile, and PoCL hands out many groups at a time. */
    private static final int PRODUCT_LOCAL = 2;

    private final TaskGraph graph;
    private final GridScheduler grids;
    private final FloatArray fed;
    private final VectorFloat16 heap;
    private final FloatArray out;
    private int tasks;

    TaskWriter(TaskGraph graph, GridScheduler grids, FloatArray fed, VectorFloat16 heap, FloatArray out) {
        this.graph = graph;
        this.grids = grids;
        this.fed = fed;
        this.heap = heap;
        this.out = out;
    }

    void write(List<Instruction> instructions) {
        for (List<Instruction> group : groups(instructions)) {
            Instruction first = group.getFirst();
            IntArray code = IntArray.fromArray(isSmall(first) ? sequence(group) : first.words());
            graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, code);
            if (isSmall(first)) {
                graph.task(name(1, 1), KernelEntries::sequence, new KernelContext(), code, fed, heap, out);
            } else {
                wide(first, code);
            }
        }
    }

    private void wide(Instruction instruction, IntArray code) {
        KernelContext context = new KernelContext();
        int opcode = instruction.opcode();
        String name = name(instruction.items(), local(opcode));
        switch (opcode) {
            case Opcode.COPY_IN -> graph.task(name, KernelEntries::wideCopyIn, context, code, fed, heap);
            case Opcode.COPY_OUT -> graph.task(name, KernelEntries::wideCopyOut, context, code, heap, out);
            case Opcode.SUM, Opcode.MAX -> graph.task(name, KernelEntries::wideReduce, context, opcode, code, heap);
            case Opcode.SOFTMAX -> graph.task(name, KernelEntries::wideSoftmax, context, code, heap);
            case Opcode.SOFTMAX_GRADIENT -> graph.task(name, KernelEntries::wideSoftmaxGradient, context, code, heap);
            case Opcode.ARGMAX -> graph.task(name, KernelEntries::wideArgmax, context, code, heap);
            case Opcode.MATMUL -> graph.task(name, KernelEntries::wideMatMul, context, code, heap);
            case Opcode.PRODUCT -> graph.task(name, KernelEntries::wideProduct, context, code, heap);
            case Opcode.GATHER -> graph.task(name, KernelEntries::wideGather, context, code, heap);
            case Opcode.SCATTER -> graph.task(name, KernelEntries::wideScatter, context, code, heap);
            case Opcode.DRAW -> graph.task(name, KernelEntries::wideDraw, context, code, heap);
            case Opcode.ADAM -> graph.task(name, KernelEntries::wideAdam, context, code, heap);
            default -> graph.task(name, KernelEntries::wideMap, context, opcode, code, heap);
        }
    }

    private static int local(int opcode) {
        return switch (opcode) {
            case Opcode.PRODUCT -> PRODUCT_LOCAL;
            case Opcode.ADAM -> Layout.GROUP;
            default -> LOCAL;
        };
    }

    /** The instructions of each task. */
    static List<List<Instruction>> groups(List<Instruction> instructions) {
        List<List<Instruction>> groups = new ArrayList<>();
        for (Instruction instruction : instructions) {
            boolean joins = !groups.isEmpty() && isSmall(instruction) && isSmall(groups.getLast().getFirst());
            if (!joins) {
                groups.add(new ArrayList<>());
            }
            groups.getLast().add(instruction);
        }
        if (groups.isEmpty()) {
            // A graph without a task fails.
            groups.add(List.of(Instruction.of(Opcode.COPY_IN, 0, 0, IntStream.of(0, 0))));
        }
        return groups;
    }

    private static boolean isSmall(Instruction instruction) {
        return instruction.work() <= SMALL;
    }

    /** Their number, then the instructions. */
    private static int[] sequence(List<Instruction> group) {
        IntStream words = group.stream().flatMapToInt(instruction -> IntStream.of(instruction.words()));
        return IntStream.concat(IntStream.of(group.size()), words).toArray();
    }

    private String name(int items, int local) {
        String name = "t" + tasks++;
        grids.addWorkerGrid(graph.getTaskGraphName() + "." + name, PlanMachine.grid(items, local));
        return name;
    }
}

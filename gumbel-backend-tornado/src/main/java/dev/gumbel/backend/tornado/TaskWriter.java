package dev.gumbel.backend.tornado;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import uk.ac.manchester.tornado.api.GridScheduler;
import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.TaskGraph;
import uk.ac.manchester.tornado.api.enums.DataTransferMode;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;

/** Makes tasks of instructions. */
final class TaskWriter {
    static final int LOCAL = 64;
    /** Few: each computes a whole tile, and PoCL hands out many groups at a time. */
    private static final int PRODUCT_LOCAL = 2;

    private final TaskGraph graph;
    private final GridScheduler grids;
    private final FloatArray fed;
    private final VectorFloat16 heap;
    private final FloatArray out;
    private final Map<String, Integer> counts = new HashMap<>();

    TaskWriter(TaskGraph graph, GridScheduler grids, FloatArray fed, VectorFloat16 heap, FloatArray out) {
        this.graph = graph;
        this.grids = grids;
        this.fed = fed;
        this.heap = heap;
        this.out = out;
    }

    void write(List<List<Instruction>> tasks) {
        for (List<Instruction> task : tasks) {
            Instruction first = task.getFirst();
            boolean small = Schedule.isSmall(first);
            IntArray code = IntArray.fromArray(small ? sequence(task) : wide(task));
            graph.transferToDevice(DataTransferMode.FIRST_EXECUTION, code);
            if (small) {
                graph.task(name("sequence", 1, 1), KernelEntries::sequence, new KernelContext(), code, fed, heap, out);
            } else {
                wide(first.opcode(), groups(task) * local(first.opcode()), code);
            }
        }
    }

    private void wide(int opcode, int items, IntArray code) {
        KernelContext context = new KernelContext();
        String name = name("wide" + opcode, items, local(opcode));
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
            case Opcode.DRAW, Opcode.DRAW_UNIFORM, Opcode.DRAW_EXPONENTIAL, Opcode.DRAW_LOGISTIC, Opcode.DRAW_NORMAL ->
                    draw(graph, name, opcode, context, code, heap);
            case Opcode.ADAM -> graph.task(name, KernelEntries::wideAdam, context, code, heap);
            default -> graph.task(name, KernelEntries::wideMap, context, opcode, code, heap);
        }
    }

    /** The task that draws noise of a kind. */
    static TaskGraph draw(TaskGraph graph, String name, int opcode, KernelContext context, IntArray code, VectorFloat16 heap) {
        return switch (opcode) {
            case Opcode.DRAW_UNIFORM -> graph.task(name, KernelEntries::wideUniform, context, code, heap);
            case Opcode.DRAW_EXPONENTIAL -> graph.task(name, KernelEntries::wideExponential, context, code, heap);
            case Opcode.DRAW_LOGISTIC -> graph.task(name, KernelEntries::wideLogistic, context, code, heap);
            case Opcode.DRAW_NORMAL -> graph.task(name, KernelEntries::wideNormal, context, code, heap);
            default -> graph.task(name, KernelEntries::wideDraw, context, code, heap);
        };
    }

    private static int local(int opcode) {
        return switch (opcode) {
            case Opcode.PRODUCT -> PRODUCT_LOCAL;
            case Opcode.ADAM -> HeapLayout.GROUP;
            default -> LOCAL;
        };
    }

    /** Their number, then the instructions. */
    private static int[] sequence(List<Instruction> task) {
        IntStream words = task.stream().flatMapToInt(instruction -> IntStream.of(instruction.words()));
        return IntStream.concat(IntStream.of(task.size()), words).toArray();
    }

    /** Where the instruction of each group of work-items stands; then for each instruction the first of its work-items, and the instruction. */
    static int[] wide(List<Instruction> task) {
        int groups = groups(task);
        int[] code = new int[groups + task.stream().mapToInt(instruction -> 1 + instruction.words().length).sum()];
        int group = 0;
        int at = groups;
        for (Instruction instruction : task) {
            code[at++] = group * local(instruction.opcode());
            Arrays.fill(code, group, group + groups(instruction), at);
            group += groups(instruction);
            System.arraycopy(instruction.words(), 0, code, at, instruction.words().length);
            at += instruction.words().length;
        }
        return code;
    }

    private static int groups(List<Instruction> task) {
        return task.stream().mapToInt(TaskWriter::groups).sum();
    }

    private static int groups(Instruction instruction) {
        return Math.ceilDiv(instruction.items(), local(instruction.opcode()));
    }

    /** A task's name says which kernel it runs and how often its graph has done so before. */
    private String name(String kernel, int items, int local) {
        String name = kernel + "_" + counts.merge(kernel, 1, Integer::sum);
        grids.addWorkerGrid(graph.getTaskGraphName() + "." + name, PlanMachine.grid(items, local));
        return name;
    }
}

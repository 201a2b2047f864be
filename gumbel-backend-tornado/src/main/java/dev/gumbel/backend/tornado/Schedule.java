package dev.gumbel.backend.tornado;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which instructions share a task: each task is compiled and launched for itself, so the fewer the better. A task takes all instructions of its kind
 * that wait for nothing. What the longest chain of tasks begins with goes first; the rest gathers until it is needed.
 */
final class Schedule {
    /** As many elements as one work-item gets through while a kernel is launched. */
    private static final long SMALL = 4096;
    /** The kind of small instructions, which one work-item carries out one after the other; that of others is their opcode. */
    private static final int SEQUENCE = -1;

    private final List<Instruction> instructions;
    private final List<List<Integer>> followers = new ArrayList<>();
    /** How many tasks at least come after an instruction's. */
    private final int[] heights;
    private final int[] awaited;
    private final boolean[] done;

    private Schedule(List<Instruction> instructions) {
        this.instructions = instructions;
        int size = instructions.size();
        this.heights = new int[size];
        this.awaited = new int[size];
        this.done = new boolean[size];
        for (int i = 0; i < size; i++) {
            followers.add(new ArrayList<>());
            for (int earlier = 0; earlier < i; earlier++) {
                if (instructions.get(earlier).precedes(instructions.get(i))) {
                    followers.get(earlier).add(i);
                    awaited[i]++;
                }
            }
        }
        for (int i = size - 1; i >= 0; i--) {
            for (int follower : followers.get(i)) {
                boolean together = kind(i) == SEQUENCE && kind(follower) == SEQUENCE;
                heights[i] = Math.max(heights[i], heights[follower] + (together ? 0 : 1));
            }
        }
    }

    /** The instructions of each task: one that is large or several of its opcode that do not need each other, or small ones in their order. */
    static List<List<Instruction>> tasks(List<Instruction> instructions) {
        if (instructions.isEmpty()) {
            // A graph without a task fails.
            return List.of(List.of(Instruction.of(Opcode.COPY_IN, 0, 0, IntStream.of(0, 0), List.of(), List.of())));
        }
        return new Schedule(instructions).tasks();
    }

    private List<List<Instruction>> tasks() {
        List<List<Instruction>> tasks = new ArrayList<>();
        for (int next = next(); next >= 0; next = next()) {
            int kind = kind(next);
            tasks.add(kind == SEQUENCE ? sequence() : wide(kind));
        }
        return tasks;
    }

    /** Of the instructions that wait for nothing the first of the highest, or -1. */
    private int next() {
        int next = -1;
        for (int i = 0; i < done.length; i++) {
            if (isReady(i) && (next < 0 || heights[i] > heights[next])) {
                next = i;
            }
        }
        return next;
    }

    private List<Instruction> sequence() {
        List<Instruction> task = new ArrayList<>();
        for (int i = 0; i < done.length; i++) {
            if (isReady(i) && kind(i) == SEQUENCE) {
                task.add(finish(i));
            }
        }
        return task;
    }

    private List<Instruction> wide(int kind) {
        int[] members = IntStream.range(0, done.length).filter(i -> isReady(i) && kind(i) == kind).toArray();
        return Arrays.stream(members).mapToObj(this::finish).toList();
    }

    private boolean isReady(int i) {
        return !done[i] && awaited[i] == 0;
    }

    private Instruction finish(int i) {
        done[i] = true;
        followers.get(i).forEach(follower -> awaited[follower]--);
        return instructions.get(i);
    }

    private int kind(int i) {
        return kind(instructions.get(i));
    }

    /** The number of the kernel that carries it out. */
    static int kind(Instruction instruction) {
        return isSmall(instruction) ? SEQUENCE : instruction.opcode();
    }

    static boolean isSmall(Instruction instruction) {
        return instruction.work() <= SMALL && !Opcode.isNeverListed(instruction.opcode());
    }
}

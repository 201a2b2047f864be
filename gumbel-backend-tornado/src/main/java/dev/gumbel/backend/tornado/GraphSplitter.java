package dev.gumbel.backend.tornado;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedCollection;
import java.util.TreeSet;
import java.util.stream.IntStream;

/**
 * Splits a program's tasks into graphs. A graph's second task of a kind has a name of its own and is compiled for itself, though it is the same
 * kernel; the next graph begins with the first name again, and finds it compiled. A graph more costs some 0.3 ms of each run, a kernel some 80 ms
 * once.
 */
final class GraphSplitter {
    /** So many kernels a cut must save. */
    private static final int WORTH = 3;

    private final List<List<Instruction>> tasks;
    private final List<Integer> kinds;

    private GraphSplitter(List<List<Instruction>> tasks) {
        this.tasks = tasks;
        this.kinds = tasks.stream().map(task -> Schedule.kind(task.getFirst())).toList();
    }

    /** The tasks of each graph, in their order. The first graph has all that is copied in, the last all that is copied out. */
    static List<List<List<Instruction>>> of(List<List<Instruction>> tasks) {
        return new GraphSplitter(tasks).parts();
    }

    /** Takes the best cut, then the best one beside it, while they are worth it. */
    private List<List<List<Instruction>>> parts() {
        TreeSet<Integer> ends = new TreeSet<>(List.of(tasks.size()));
        for (Optional<Integer> cut = best(ends); cut.isPresent(); cut = best(ends)) {
            ends.add(cut.get());
        }
        return ends.stream().map(end -> tasks.subList(start(ends, end), end)).toList();
    }

    private static int start(TreeSet<Integer> ends, int end) {
        Integer before = ends.lower(end);
        return before == null ? 0 : before;
    }

    private Optional<Integer> best(TreeSet<Integer> ends) {
        int most = kernels(ends) - WORTH;
        Optional<Integer> best = Optional.empty();
        for (int cut = first(); cut <= last(); cut++) {
            TreeSet<Integer> more = new TreeSet<>(ends);
            if (more.add(cut) && kernels(more) <= most) {
                most = kernels(more) - 1;
                best = Optional.of(cut);
            }
        }
        return best;
    }

    /** After what is copied in. */
    private int first() {
        return 1 + IntStream.range(0, tasks.size()).filter(i -> has(Opcode.COPY_IN, i)).max().orElse(0);
    }

    /** Before what is copied out. */
    private int last() {
        return IntStream.range(0, tasks.size()).filter(i -> has(Opcode.COPY_OUT, i)).min().orElse(tasks.size() - 1);
    }

    private boolean has(int opcode, int task) {
        return tasks.get(task).stream().anyMatch(instruction -> instruction.opcode() == opcode);
    }

    /** How many are compiled: of each kind as many as its graph with most of them has, and each graph's last task anew. */
    private int kernels(SequencedCollection<Integer> ends) {
        Map<Integer, Integer> most = new HashMap<>();
        int start = 0;
        for (int end : ends) {
            Map<Integer, Integer> counts = new HashMap<>();
            kinds.subList(start, end).forEach(kind -> counts.merge(kind, 1, Integer::sum));
            counts.forEach((kind, count) -> most.merge(kind, count, Math::max));
            start = end;
        }
        return ends.size() + most.values().stream().mapToInt(Integer::intValue).sum();
    }
}

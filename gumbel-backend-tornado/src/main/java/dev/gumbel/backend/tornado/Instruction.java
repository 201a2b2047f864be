package dev.gumbel.backend.tornado;

import java.util.List;
import java.util.stream.IntStream;

/**
 * One instruction of {@link KernelBodies}.
 *
 * @param words opcode, length, number of work-items, and what the opcode needs
 * @param work how many elements are read or computed, about
 * @param writes where in the heap it writes
 * @param reads where in the heap it reads
 */
record Instruction(int[] words, long work, List<Span> writes, List<Span> reads) {
    /** From the first element to before the last. */
    private record Span(int start, int end) {
        static Span of(View view) {
            return new Span(view.offset(), view.offset() + view.span());
        }
    }

    static Instruction of(int opcode, int items, long work, IntStream rest, List<View> writes, List<View> reads) {
        int[] words = IntStream.concat(IntStream.of(opcode, 0, items), rest).toArray();
        words[1] = words.length;
        return new Instruction(words, work, writes.stream().map(Span::of).toList(), reads.stream().map(Span::of).toList());
    }

    int opcode() {
        return words[0];
    }

    int items() {
        return words[2];
    }

    /** Whether a later instruction needs this one done: it reads what this one writes, or writes what this one reads or writes. */
    boolean precedes(Instruction later) {
        return overlap(writes, later.reads) || overlap(writes, later.writes) || overlap(reads, later.writes);
    }

    private static boolean overlap(List<Span> some, List<Span> others) {
        for (Span one : some) {
            for (Span other : others) {
                if (one.start < other.end && other.start < one.end) {
                    return true;
                }
            }
        }
        return false;
    }
}

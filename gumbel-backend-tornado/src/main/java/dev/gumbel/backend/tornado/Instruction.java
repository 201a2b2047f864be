package dev.gumbel.backend.tornado;

import java.util.stream.IntStream;

/**
 * One instruction of {@link Steps}.
 *
 * @param words opcode, length, number of work-items, and what the opcode needs
 * @param work how many elements are read or computed, about
 */
record Instruction(int[] words, long work) {

    static Instruction of(int opcode, int items, long work, IntStream rest) {
        int[] words = IntStream.concat(IntStream.of(opcode, 0, items), rest).toArray();
        words[1] = words.length;
        return new Instruction(words, work);
    }

    int opcode() {
        return words[0];
    }

    int items() {
        return words[2];
    }
}

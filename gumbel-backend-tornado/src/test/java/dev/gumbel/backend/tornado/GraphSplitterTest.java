package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class GraphSplitterTest {
    private static final int LARGE = 5000;

    @Test
    void fewTasksStayInOneGraph() {
        assertThat(kinds(Opcode.COPY_IN, Opcode.EXP, Opcode.EXP, Opcode.EXP, Opcode.COPY_OUT)).hasSize(1);
        assertThat(kinds(Opcode.EXP, Opcode.LOG, Opcode.NEG, Opcode.TANH, Opcode.ADD, Opcode.SUB, Opcode.MUL)).hasSize(1);
    }

    @Test
    void aRepeatedKernelIsCompiledOnce() {
        int[] once = {Opcode.EXP, Opcode.LOG, Opcode.NEG, Opcode.TANH};
        int[] twice = IntStream.concat(IntStream.of(once), IntStream.of(once)).toArray();
        assertThat(kinds(twice)).containsExactly(IntStream.of(once).boxed().toList(), IntStream.of(once).boxed().toList());
    }

    @Test
    void whatIsCopiedInOrOutStaysTogether() {
        int[] middle = IntStream.range(0, 40).map(i -> new int[] {Opcode.EXP, Opcode.LOG, Opcode.NEG, Opcode.TANH}[i % 4]).toArray();
        int[] head = {Opcode.EXP, Opcode.EXP, Opcode.EXP, Opcode.EXP, Opcode.EXP, Opcode.COPY_IN};
        int[] tail = {Opcode.COPY_OUT, Opcode.NEG, Opcode.NEG, Opcode.NEG, Opcode.NEG, Opcode.NEG, Opcode.NEG};
        List<List<Integer>> parts = kinds(IntStream.concat(IntStream.of(head), IntStream.concat(IntStream.of(middle), IntStream.of(tail))).toArray());
        assertThat(parts).hasSizeGreaterThan(1);
        assertThat(parts.stream().flatMap(List::stream)).hasSize(head.length + middle.length + tail.length);
        assertThat(parts.getFirst()).contains(Opcode.COPY_IN);
        assertThat(parts.getLast()).contains(Opcode.COPY_OUT);
    }

    /** The parts that tasks of one large instruction each are cut into, by their opcodes. */
    private static List<List<Integer>> kinds(int... opcodes) {
        List<List<Instruction>> tasks = IntStream.of(opcodes)
                .mapToObj(opcode -> List.of(Instruction.of(opcode, LARGE, LARGE, IntStream.empty(), List.of(), List.of()))).toList();
        return GraphSplitter.of(tasks).stream().map(part -> part.stream().map(task -> task.getFirst().opcode()).toList()).toList();
    }
}

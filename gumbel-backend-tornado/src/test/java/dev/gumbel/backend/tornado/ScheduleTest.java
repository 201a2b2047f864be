package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Capabilities;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tasks hold what may run at once, and nothing overtakes what it needs. */
class ScheduleTest {
    private static final int LARGE = 5000;

    private final HeapLayout layout = new HeapLayout();
    private final Emitter emitter = new Emitter(layout);

    @Test
    void instructionsThatDoNotNeedEachOtherShareATask() {
        View x = layout.allocate(LARGE);
        View a = emitter.map(Opcode.EXP, x.dims(), x);
        emitter.map(Opcode.LOG, x.dims(), a);
        emitter.map(Opcode.EXP, x.dims(), x);
        assertThat(opcodes()).containsExactly(List.of(Opcode.EXP, Opcode.EXP), List.of(Opcode.LOG));
    }

    @Test
    void aResultIsReadOnlyOnceItIsThere() {
        View x = layout.allocate(LARGE);
        emitter.map(Opcode.EXP, x.dims(), emitter.map(Opcode.EXP, x.dims(), x));
        assertThat(opcodes()).containsExactly(List.of(Opcode.EXP), List.of(Opcode.EXP));
    }

    @Test
    void whatIsReadIsNotOverwrittenBefore() {
        View x = layout.allocate(LARGE);
        View y = layout.allocate(LARGE);
        emitter.map(Opcode.EXP, x.dims(), x);
        emitter.mapInto(x, Opcode.COPY, y);
        emitter.mapInto(x, Opcode.COPY, y);
        assertThat(opcodes()).containsExactly(List.of(Opcode.EXP), List.of(Opcode.COPY), List.of(Opcode.COPY));
    }

    @Test
    void smallOnesGatherBehindWhatLargeOnesWaitFor() {
        View x = layout.allocate(LARGE);
        View small = layout.allocate(10);
        View first = emitter.map(Opcode.EXP, small.dims(), small);
        View large = emitter.map(Opcode.LOG, x.dims(), x);
        View second = emitter.map(Opcode.NEG, small.dims(), first);
        emitter.map(Opcode.SQRT, x.dims(), large);
        emitter.map(Opcode.COPY, small.dims(), second);
        assertThat(opcodes()).containsExactly(List.of(Opcode.LOG), List.of(Opcode.EXP, Opcode.NEG, Opcode.COPY), List.of(Opcode.SQRT));
    }

    @Test
    void theArticlesStepTakes35Tasks() {
        Program train = CategoricalVae.article().train(100, new Adam(1e-3f), GumbelSoftmax.soft());
        train.variables().forEach(layout::add);
        Capabilities capabilities = new Capabilities(
                Set.of(Fused.Linear.class, Fused.Softmax.class, Fused.GumbelSoftmax.class, Fused.BernoulliNll.class),
                Set.of(DataType.FLOAT32, DataType.INT32), "any", "any");
        CompiledProgram image = ProgramCompiler.compile(train, new ProgramCompiler.Target(capabilities, false, 1, _ -> true), layout);
        List<Instruction> instructions = image.phases().getFirst();
        assertThat(Schedule.tasks(instructions)).hasSize(35);
        requireSound(instructions);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingOvertakesWhatItNeeds(long seed) {
        Random random = new Random(seed);
        List<View> places = IntStream.range(0, 12).mapToObj(i -> layout.allocate(i % 3 == 0 ? 8 : LARGE)).toList();
        for (int i = 0; i < 200; i++) {
            View to = places.get(random.nextInt(places.size()));
            List<View> fitting = places.stream().filter(place -> place.size() == to.size()).toList();
            emitter.mapInto(to, random.nextInt(Opcode.NEG, Opcode.SQRT), fitting.get(random.nextInt(fitting.size())));
        }
        requireSound(emitter.instructions());
    }

    private List<List<Integer>> opcodes() {
        return Schedule.tasks(emitter.instructions()).stream().map(task -> task.stream().map(Instruction::opcode).toList()).toList();
    }

    private static void requireSound(List<Instruction> instructions) {
        List<List<Instruction>> tasks = Schedule.tasks(instructions);
        List<Instruction> order = tasks.stream().flatMap(List::stream).toList();
        assertThat(order).hasSameSizeAs(instructions).containsAll(instructions);
        for (int i = 0; i < instructions.size(); i++) {
            for (int later = i + 1; later < instructions.size(); later++) {
                if (instructions.get(i).precedes(instructions.get(later))) {
                    assertThat(order.indexOf(instructions.get(i))).isLessThan(order.indexOf(instructions.get(later)));
                }
            }
        }
        for (List<Instruction> task : tasks) {
            boolean small = Schedule.isSmall(task.getFirst());
            assertThat(new HashSet<>(task.stream().map(member -> Schedule.isSmall(member) ? -1 : member.opcode()).toList())).hasSize(1);
            assertThat(small || task.stream().noneMatch(one -> task.stream().anyMatch(other -> one != other && one.precedes(other)))).isTrue();
        }
    }
}

package dev.gumbel.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.conformance.DrawnGraph;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Op;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the graphs of the property tests are made of. */
class DrawnGraphTest {
    private static final Set<Class<?>> NOT_DRAWN = Set.of(
            Leaf.Variable.class, Leaf.Random.class, Leaf.Counter.class, Leaf.StepScalar.class);

    @Test
    void everyOpIsDrawn() {
        Set<Class<?>> drawn = IntStream.range(0, 100).mapToObj(i -> DrawnGraph.wild(IntStream.range(20 * i, 20 * i + 20).toArray()))
                .flatMap(graph -> graph.program().tensors().stream()).map(tensor -> tensor.op().getClass()).collect(Collectors.toSet());
        Set<Class<?>> all = records(Op.class).filter(op -> !NOT_DRAWN.contains(op)).collect(Collectors.toSet());
        assertThat(drawn).isEqualTo(all);
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord() ? Stream.of(type) : Stream.of(type.getPermittedSubclasses()).flatMap(DrawnGraphTest::records);
    }

    @Test
    void equalNumbersAreEqualGraphsAndValues() {
        DrawnGraph one = DrawnGraph.tame(DataType.FLOAT32, 3, -1, 4, 15);
        DrawnGraph other = DrawnGraph.tame(DataType.FLOAT32, 3, -1, 4, 15);
        assertThat(one).hasToString(other.toString());
        assertThat(one.values().values()).extracting(value -> value.toFloats()).containsExactlyElementsOf(
                other.values().values().stream().map(value -> value.toFloats()).toList());
    }

    @Test
    void fewerNumbersAreFewerTensors() {
        assertThat(DrawnGraph.wild().program().tensors()).hasSize(1);
        assertThat(DrawnGraph.wild(1, 2, 3).toString()).startsWith("wild [1, 2, 3]\nprogram wild [1, 2, 3] (TRAIN)");
    }
}

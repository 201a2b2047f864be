package dev.gumbel.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import org.junit.jupiter.api.Test;

class FeedTest {
    private final Input x = Tensor.input("x", Shape.of(2));

    @Test
    void aFeedIsForOneStep() {
        assertThat(Feed.at(7).step()).isEqualTo(7);
        assertThat(Feed.at(7).rowOffset()).isZero();
        assertThat(Feed.at(7).values()).isEmpty();
    }

    @Test
    void movingToAnotherStepKeepsTheInputs() {
        Feed feed = Feed.at(0).put(x, 1, 2);
        assertThat(feed.step(9)).isSameAs(feed);
        assertThat(feed.step()).isEqualTo(9);
        assertThat(feed.values()).containsOnlyKeys("x");
    }

    @Test
    void inputsAreFedByThemselvesOrByName() {
        HostTensor value = HostTensor.of(Shape.of(2), 1f, 2f);
        assertThat(Feed.at(0).put(x, value).values()).containsEntry("x", value);
        assertThat(Feed.at(0).put("x", value).values()).containsEntry("x", value);
    }

    @Test
    void floatsTakeTheShapeOfTheInput() {
        HostTensor value = Feed.at(0).put(x, 1, 2).values().get("x");
        assertThat(value.shape()).isEqualTo(Shape.of(2));
        assertThat(value.type()).isEqualTo(DataType.FLOAT32);
        assertThat(value.toFloats()).containsExactly(1, 2);
        assertThatThrownBy(() -> Feed.at(0).put(x, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feed: input 'x' is FLOAT32[2] with 2 elements, got 1 floats");
    }

    @Test
    void theLastValueCounts() {
        assertThat(Feed.at(0).put(x, 1, 2).put(x, 3, 4).values().get("x").toFloats()).containsExactly(3, 4);
    }

    @Test
    void valuesCannotBeChangedBehindTheFeedsBack() {
        assertThatThrownBy(() -> Feed.at(0).values().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void refusesANegativeStep() {
        assertThatThrownBy(() -> Feed.at(-1)).isInstanceOf(IllegalArgumentException.class).hasMessage("feed: step -1 must be at least 0");
        assertThatThrownBy(() -> Feed.at(0).step(-5)).isInstanceOf(IllegalArgumentException.class).hasMessage("feed: step -5 must be at least 0");
    }

    @Test
    void refusesANegativeRowOffset() {
        assertThat(Feed.at(0).rowOffset(3).rowOffset()).isEqualTo(3);
        assertThatThrownBy(() -> Feed.at(0).rowOffset(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("feed: row offset -1 must be at least 0");
    }
}

package dev.gumbel.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.op.Activation;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class VaeShapeTest {

    private static void assertRefused(String message, int pixels, List<Integer> hidden, int latents, int categories) {
        assertThatThrownBy(() -> new VaeShape(pixels, hidden, latents, categories, Activation.RELU))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(message);
    }

    @Test
    void refusesSizesThatMakeNoModel() {
        assertRefused("vae: pixels 0 must be at least 1", 0, List.of(5), 2, 3);
        assertRefused("vae: hidden width -1 must be at least 1", 6, List.of(5, -1), 2, 3);
        assertRefused("vae: latents 0 must be at least 1", 6, List.of(5), 0, 3);
        assertRefused("vae: categories 1 must be at least 2", 6, List.of(5), 2, 1);
    }

    @Test
    void theSmallestModelIsAllowed() {
        VaeShape shape = new VaeShape(1, List.of(), 1, 2, Activation.LINEAR);
        assertThat(shape.code()).isEqualTo(2);
        assertThat(VaeShape.article().code()).isEqualTo(300);
    }

    @Test
    void hiddenWidthsCannotBeChangedFromOutside() {
        List<Integer> hidden = new ArrayList<>(List.of(5, 4));
        VaeShape shape = new VaeShape(6, hidden, 2, 3, Activation.RELU);
        hidden.clear();
        assertThat(shape.hidden()).containsExactly(5, 4);
    }
}

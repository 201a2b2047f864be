package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class ProgressTest {
    @Test
    void whereNobodyLooksOnALineComesNowAndThen() {
        StringWriter text = new StringWriter();
        long[] now = {0};
        try (Progress progress = new Progress(new PrintWriter(text), "Evaluating", 200, () -> now[0])) {
            for (int second = 1; second <= 25; second++) {
                now[0] = second * 1_000_000_000L;
                progress.accept(4);
            }
        }
        assertThat(text.toString().lines()).containsExactly("Evaluating: 22%", "Evaluating: 44%");
    }
}

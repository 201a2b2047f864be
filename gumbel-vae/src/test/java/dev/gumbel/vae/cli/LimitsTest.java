package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.FileNotFoundException;
import org.junit.jupiter.api.Test;

class LimitsTest {
    @Test
    void eachHasALineOfItsOwnHoweverDeepItLies() {
        assertThat(Limits.reached(new Error(new FileNotFoundException("/x/tzdb.dat (Too many open files)"))))
                .hasValueSatisfying(line -> assertThat(line).contains("ulimit -n"));
        assertThat(Limits.reached(new OutOfMemoryError("unable to create native thread: possibly out of memory or process/resource limits reached")))
                .hasValueSatisfying(line -> assertThat(line).contains("ulimit -u").doesNotContain("--limit"));
        assertThat(Limits.reached(new OutOfMemoryError("Java heap space")))
                .hasValueSatisfying(line -> assertThat(line).startsWith("Java heap space; lower --limit"));
        assertThat(Limits.reached(new IllegalStateException("something else"))).isEmpty();
    }
}

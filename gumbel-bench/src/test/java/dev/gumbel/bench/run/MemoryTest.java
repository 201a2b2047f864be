package dev.gumbel.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who keeps freed memory. */
class MemoryTest {

    @Test
    void allKeepItUnlessTheUserSetsSomethingElse() {
        Map<String, String> environment = new HashMap<>(Map.of("MALLOC_TRIM_THRESHOLD_", "131072"));
        Memory.KEPT.prepare(environment);
        assertThat(environment).containsOnly(Map.entry("MALLOC_TRIM_THRESHOLD_", "131072"), Map.entry("MALLOC_MMAP_THRESHOLD_", "33554432"));
    }

    @Test
    void theirOwnIsLeftAlone() {
        Map<String, String> environment = new HashMap<>();
        Memory.OWN.prepare(environment);
        assertThat(environment).isEmpty();
    }
}

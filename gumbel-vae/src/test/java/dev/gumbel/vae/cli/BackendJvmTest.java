package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.backend.BackendException;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class BackendJvmTest {

    @Test
    void aBackendThatNeedsNoFlagsGetsThoseOfThisJvm() {
        assertThat(BackendJvm.flags("reference")).isEqualTo(ManagementFactory.getRuntimeMXBean().getInputArguments());
    }

    @Test
    void theCommandStartsAJvmLikeThisOne() throws IOException, InterruptedException {
        List<String> flags = BackendJvm.flags("reference").stream().filter(flag -> !flag.startsWith("-javaagent")).toList();
        Process process = new ProcessBuilder(BackendJvm.command(flags, Main.class, List.of("--version"))).start();
        String written = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        String complaints = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(complaints).isZero();
        assertThat(written).startsWith("gumbel ").contains("Java " + Runtime.version().feature());
        assertThat(complaints.lines().filter(BackendJvm::isTelling)).isEmpty();
    }

    @Test
    void whatIsLeftOutIsToldWithHowToGetIt() {
        System.setProperty("gumbel.backend.absent.other", "not built yet: --backend other builds it");
        try {
            assertThat(BackendJvm.leftOut()).isEqualTo("other (not built yet: --backend other builds it)");
        } finally {
            System.clearProperty("gumbel.backend.absent.other");
        }
        assertThat(BackendJvm.leftOut()).isEmpty();
    }

    @Test
    void anUnknownBackendIsRefusedBeforeAnythingStarts() {
        assertThatThrownBy(() -> BackendJvm.flags("tensorflow")).isInstanceOf(BackendException.class).hasMessageContaining("tensorflow");
    }
}

package dev.gumbel.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The environment variable can only be seen by a process that was started with it. */
class BackendEnvironmentTest {
    private static final String CHOSEN = "chosen: ";

    /** What the processes run. */
    static final class Choose {
        private Choose() {}

        public static void main(String[] names) {
            try {
                System.out.println(CHOSEN + BackendLocator.standard().provider(names[0]).name());
            } catch (BackendException refusal) {
                System.out.println(CHOSEN + refusal.getMessage());
            }
        }
    }

    private static String choose(String environment, String argument, String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xshare:auto"));
        command.addAll(List.of(options));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Choose.class.getName(), argument));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put(BackendLocator.ENVIRONMENT, environment);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return output.lines().filter(line -> line.startsWith(CHOSEN)).findFirst().orElse(output).substring(CHOSEN.length());
    }

    @Test
    void theEnvironmentNamesABackend() throws IOException, InterruptedException {
        assertThat(choose("nowhere", "auto")).isEqualTo(
                "unknown backend 'nowhere' (named by the environment variable GUMBEL_BACKEND): there is reference (usable)");
    }

    @Test
    void thePropertyGoesBeforeTheEnvironment() throws IOException, InterruptedException {
        assertThat(choose("nowhere", "auto", "-D" + BackendLocator.PROPERTY + "=reference")).isEqualTo("reference");
    }

    @Test
    void anEmptyPropertyLeavesItToTheEnvironment() throws IOException, InterruptedException {
        assertThat(choose("nowhere", "auto", "-D" + BackendLocator.PROPERTY + "=")).startsWith("unknown backend 'nowhere'");
    }

    @Test
    void theArgumentGoesBeforeBoth() throws IOException, InterruptedException {
        assertThat(choose("nowhere", "reference", "-D" + BackendLocator.PROPERTY + "=elsewhere")).isEqualTo("reference");
    }
}

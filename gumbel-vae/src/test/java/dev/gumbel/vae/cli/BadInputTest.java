package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Bad input that no row of docs/errors.md can show. */
class BadInputTest {
    @TempDir
    private static Path temporary;
    private static Path data;

    @BeforeAll
    static void writeSet() throws IOException {
        data = IdxFiles.writeSet(temporary.resolve("data"), 40, 23);
    }

    @Test
    void anUnknownBackendInTheSystemProperty() {
        System.setProperty(BackendLocator.PROPERTY, "torch");
        try {
            assertRefused("unknown backend 'torch' (named by the system property gumbel.backend): there is djl", "--backend", "auto");
        } finally {
            System.clearProperty(BackendLocator.PROPERTY);
        }
    }

    @Test
    void aTrainingThatDiverges() {
        assertRefusal(lastLine(Cli.train(data, temporary.resolve("diverged"), "--learning-rate", "1e30")),
                "(epoch 1, batch 1): the loss is");
    }

    @Test
    void theStackTraceIsShownOnDemand() {
        Logger logger = (Logger) LoggerFactory.getLogger("dev.gumbel");
        Level before = logger.getLevel();
        try {
            Cli told = Cli.run("train", "-v", "--data", temporary.resolve("absent").toString());
            assertThat(told.code()).isEqualTo(2);
            assertThat(told.err().getFirst()).startsWith("gumbel: ").contains("no such folder");
            assertThat(told.err().get(1)).startsWith("dev.gumbel.vae.data.DataException: ");
            assertThat(told.err().get(2)).startsWith("\tat ");
            assertThat(logger.getLevel()).isEqualTo(Level.DEBUG);
        } finally {
            logger.setLevel(before);
        }
    }

    private static void assertRefused(String message, String... more) {
        Path run = temporary.resolve("run");
        assertRefusal(Cli.train(data, run, more), message);
        assertThat(run).doesNotExist();
    }

    /** What was said before the error, such as where the run goes, is not part of it. */
    private static Cli lastLine(Cli cli) {
        return new Cli(cli.code(), cli.out(), cli.err().subList(cli.err().size() - 1, cli.err().size()));
    }

    private static void assertRefusal(Cli cli, String message) {
        assertThat(cli.err()).hasSize(1);
        assertThat(cli.err().getFirst()).startsWith("gumbel: ").contains(message);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.code()).isEqualTo(2);
    }
}

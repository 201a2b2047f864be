package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.vae.IdxFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Every bad input: exit code 2, one clear line on standard error, nothing on standard output, nothing left behind. */
class BadInputTest {
    @TempDir
    private static Path temporary;
    private static Path data;

    @BeforeAll
    static void writeSet() throws IOException {
        data = IdxFiles.writeSet(temporary.resolve("data"), 40, 23);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            --epochs 0               | --epochs: 0, expected at least 1
            --epochs ten             | '--epochs': 'ten' is not an int
            --batch-size 0           | --batch-size: 0, expected at least 1
            --batch-size 41          | --batch-size: 41, expected at most the 40 training images
            --limit 0                | --limit: 0, expected at least 1
            --limit 5                | --batch-size: 10, expected at most the 5 training images
            --limit -3               | --limit: -3, expected at least 1
            --threads -1             | --threads: -1, expected at least 0
            --log-interval 0         | --log-interval: 0, expected at least 1
            --latents 0              | --latents: 0, expected at least 1
            --categories 1           | --categories: 1, expected at least 2
            --hidden 0               | --hidden: 0, expected at least 1
            --hidden 8,x             | option '--hidden': '8,x' is not a list of whole numbers such as 512,256
            --hidden 8;4             | option '--hidden': '8;4' is not a list of whole numbers such as 512,256
            --hidden ,               | option '--hidden': ',' is not a list of whole numbers such as 512,256
            --hidden 8,              | option '--hidden': '8,' is not a list of whole numbers such as 512,256
            --hidden 2147483648      | '2147483648' is not a list of whole numbers
            --learning-rate 0        | --learning-rate: 0.0, expected a finite number above 0
            --learning-rate -1e-3    | --learning-rate: -0.001, expected a finite number above 0
            --learning-rate NaN      | --learning-rate: NaN, expected a finite number above 0
            --learning-rate Infinity | --learning-rate: Infinity, expected a finite number above 0
            --learning-rate fast     | '--learning-rate': 'fast' is not a double
            --temperature 0          | --temperature: 0.0, expected a finite number above 0
            --temperature NaN        | --temperature: NaN, expected a finite number above 0
            --min-temperature -1     | --min-temperature: -1.0, expected a finite number above 0
            --min-temperature 2      | --min-temperature: 2.0 is above --temperature 1.0
            --anneal-rate -1e-5      | --anneal-rate: -1.0E-5, expected a finite number of at least 0
            --anneal-rate NaN        | --anneal-rate: NaN, expected a finite number of at least 0
            --seed 1e3               | '--seed': '1e3' is not a long
            --logits tanh            | expected one of [relu, linear]
            --preset mine            | expected one of [article]
            --epoch 3                | did you mean --epochs?
            --backend torch          | unknown backend 'torch': there is djl
            surplus                  | 'surplus'
            --hard --hard            | option '--hard' should be specified only once
            --seed 1 --seed 2        | option '--seed' (N) should be specified only once
            --hard=maybe             | option '--hard': 'maybe' is not a boolean
            --hidden 8,,4            | '8,,4' is not a list of whole numbers such as 512,256
            --hidden -8              | --hidden: -8, expected at least 1
            --latents 2147483647     | --latents: 2147483647 of 3 categories make 6442450941 logits, expected at most 16777216; lower --latents
            --categories 8388609     | --latents: 2 of 8388609 categories make 16777218 logits, expected at most 16777216
            --limit 2147483648       | option '--limit': '2147483648' is not an int
            --seed 9223372036854775808 | option '--seed': '9223372036854775808' is not a long
            --temperature 1e39       | --temperature: 1.0E39, expected a finite number above 0
            --bakend djl             | did you mean --backend?
            --learningrate 1         | did you mean --learning-rate?
            --log-interval           | Missing required parameter for option '--log-interval' (N)
            """)
    void options(String arguments, String message) {
        assertRefused(message, arguments.split(" "));
    }

    @Test
    void anUnknownCommand() {
        assertRefusal(Cli.run("trian"), "did you mean train?");
    }

    @Test
    void aSurplusWordAfterBackends() {
        assertRefusal(Cli.run("backends", "djl"), "Unmatched argument at index 1: 'djl' (see 'gumbel backends --help')");
    }

    @Test
    void helpForACommandThatIsNotThere() {
        assertRefusal(Cli.run("help", "trian"), "Unknown subcommand 'trian'");
    }

    @Test
    void anUnknownBackendInTheSystemProperty() {
        System.setProperty(BackendLocator.PROPERTY, "torch");
        try {
            assertRefused("unknown backend 'torch': there is djl", "--backend", "auto");
        } finally {
            System.clearProperty(BackendLocator.PROPERTY);
        }
    }

    /** As a script's unset variable leaves them. */
    @Test
    void emptyNamesOfFolders() {
        assertRefusal(Cli.run("train", "--data", ""), "--data: empty; give the folder");
        assertRefusal(Cli.train(data, Path.of("")), "--out: empty; name a folder");
        assertRefusal(Cli.run("train", "--data", data.toString(), "--backend", ""), "unknown backend '': there is djl");
    }

    @Test
    void aMisspelledData() {
        assertRefusal(Cli.run("train", "--dat", data.toString()), "did you mean --data?");
    }

    @Test
    void dataThatAreNotThere() {
        assertRefusal(Cli.train(temporary.resolve("absent"), temporary.resolve("run")), "absent: no such folder");
    }

    @Test
    void aFileInThePlaceOfTheFolder() {
        assertRefusal(Cli.train(data.resolve(IdxFiles.TRAIN_IMAGES), temporary.resolve("run")), "is a file, expected the folder");
    }

    @Test
    void aTruncatedGzip() throws IOException {
        Path broken = IdxFiles.writeSet(temporary.resolve("broken"), 40, 23);
        Path file = broken.resolve(IdxFiles.TEST_IMAGES + ".gz");
        byte[] whole = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(whole, whole.length / 2));
        assertRefusal(Cli.train(broken, temporary.resolve("run")), "t10k-images-idx3-ubyte.gz: the gzip stream is truncated or corrupt");
    }

    @Test
    void aFolderThatHoldsARun() {
        Path run = temporary.resolve("taken");
        assertThat(Cli.train(data, run).code()).isZero();
        assertRefusal(Cli.train(data, run), "--out: " + run + " holds a run already");
    }

    @Test
    void aPlaceThatCannotBeWritten() {
        Path place = data.resolve(IdxFiles.TRAIN_IMAGES).resolve("run");
        assertRefusal(Cli.train(data, place), "--out: cannot write to " + place);
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

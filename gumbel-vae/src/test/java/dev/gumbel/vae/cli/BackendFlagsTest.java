package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.vae.train.RunConfig;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What of a run's backend binds who goes on with the run. */
class BackendFlagsTest {
    @Command
    private static final class Flagged {
        @Mixin
        private BackendFlags backend;
    }

    @ParameterizedTest
    @CsvSource({
        "reference, '', 3",
        "reference, --backend reference, 3",
        "djl, --backend reference, 0",
        "djl, --backend reference --threads 2, 2",
        "reference, --threads 2, 2"})
    void theThreadsOfARunAreItsBackendsOwn(String trainedOn, String options, int expected) {
        Flagged flagged = new Flagged();
        new CommandLine(flagged).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(options.isEmpty() ? new String[0] : options.split(" "));
        RunConfig.BackendInfo run = new RunConfig.BackendInfo(trainedOn, "any", "any", 3, KernelSource.LIBRARY);
        assertThat(flagged.backend.provider(run).name()).isEqualTo("reference");
        assertThat(flagged.backend.threads()).isEqualTo(expected);
        assertThat(flagged.backend.kernels()).isEqualTo(KernelSource.LIBRARY);
    }

    @ParameterizedTest
    @CsvSource({
        "--kernels library --backend reference, --kernels changes nothing: backend 'reference' has kernels of its own only",
        "--kernels fused --backend reference, --kernels changes nothing: backend 'reference' has kernels of its own only",
        "--backend reference, ''"})
    void whereKernelsAreIgnoredItIsSaid(String options, String expected) {
        Flagged flagged = new Flagged();
        StringWriter err = new StringWriter();
        CommandLine command = new CommandLine(flagged).setCaseInsensitiveEnumValuesAllowed(true).setErr(new PrintWriter(err, true));
        command.parseArgs(options.split(" "));
        flagged.backend.create(flagged.backend.provider());
        assertThat(err.toString().strip()).isEqualTo(expected);
    }
}

package dev.gumbel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Each benchmark runs on each backend and kernel setting, at its smallest size: that it can be run, not how fast it is. */
class BenchmarksTest {

    @Test
    void eachBenchmarkRunsOnEachBackendAndKernelSetting() throws RunnerException {
        Options once = new OptionsBuilder()
                .forks(0).warmupIterations(0).measurementIterations(1).measurementTime(TimeValue.milliseconds(1))
                .shouldFailOnError(true).verbosity(VerboseMode.SILENT)
                .param("count", "100").param("size", "3000x10").param("batch", "10").param("weights", "1000")
                .build();
        Collection<RunResult> results = new Runner(once).run();
        Set<String> names = results.stream().map(result -> result.getParams().getBenchmark().replaceFirst(".*\\.(?=\\w+\\.)", ""))
                .collect(Collectors.toSet());
        assertThat(names).containsExactlyInAnyOrder(
                "NoiseBenchmark.fill", "GumbelSoftmaxBenchmark.forward", "GumbelSoftmaxBenchmark.forwardAndGradient",
                "LayerBenchmark.product", "LayerBenchmark.linear", "AdamBenchmark.update", "VaeBenchmark.train", "VaeBenchmark.evaluate",
                "OpenBenchmark.open");
        // Two backends by two kernel settings; Gumbel-softmax soft and hard; noise has neither.
        assertThat(results).hasSize(1 + 2 * 8 + 6 * 4);
    }
}

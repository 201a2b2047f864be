package dev.gumbel.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Work;
import dev.gumbel.bench.table.Workload;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A training step of 100 images beside those of the library's users, and beside the floor: all in one JVM, a few steps of each in turn, so that what
 * others do at the same time hurts all alike. Prints milliseconds, and what part of each ours takes.
 */
@Tag("exhaustive")
class StepCostTest {
    private static final int ROUNDS = 150;
    /** The first step of a turn finds others' arrays in the cache, and is not counted. */
    private static final int TURN = 6;

    @ParameterizedTest
    @CsvSource({"java, java-floor djl-floor", "djl/fused, djl/library djl-user djl-floor",
            "nd4j/fused, nd4j/library nd4j-user samediff-user nd4j-floor"})
    void besidePeersAndFloor(String ours, String others) {
        Map<String, Work> works = new LinkedHashMap<>();
        works.put(ours, open(ours));
        List.of(others.split(" ")).forEach(name -> works.put(name, open(name)));
        Map<String, double[]> times = new LinkedHashMap<>();
        works.keySet().forEach(name -> times.put(name, new double[ROUNDS * (TURN - 1)]));
        for (int round = 0; round < ROUNDS; round++) {
            for (Map.Entry<String, Work> work : works.entrySet()) {
                turn(work.getValue(), times.get(work.getKey()), round * (TURN - 1));
            }
        }
        double[] own = later(times.get(ours));
        times.forEach((name, all) -> {
            double[] later = later(all);
            System.out.printf("%-14s %6.2f ms (quartiles %.2f, %.2f); %s takes %.2f of it%n",
                    name, quartile(later, 2), quartile(later, 1), quartile(later, 3), ours, quartile(own, 2) / quartile(later, 2));
        });
        assertThat(works.get(ours).loss()).as("nats, after %d steps", ROUNDS * TURN).isBetween(50.0, 220.0);
        works.values().forEach(Work::close);
    }

    private static Work open(String name) {
        return SoftmaxCostTest.loaded(name).open(new Case(Workload.TRAIN, "100")).orElseThrow();
    }

    private static void turn(Work work, double[] into, int at) {
        for (int step = 0; step < TURN; step++) {
            long begin = System.nanoTime();
            work.run();
            if (step > 0) {
                into[at + step - 1] = (System.nanoTime() - begin) / 1e6;
            }
        }
    }

    /** The second half, sorted: until then the JIT compiler works on it. */
    private static double[] later(double[] times) {
        double[] later = Arrays.copyOfRange(times, times.length / 2, times.length);
        Arrays.sort(later);
        return later;
    }

    private static double quartile(double[] sorted, int quarters) {
        return sorted[(sorted.length - 1) * quarters / 4];
    }
}

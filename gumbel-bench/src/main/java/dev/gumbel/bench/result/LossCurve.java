package dev.gumbel.bench.result;

import dev.gumbel.bench.result.Results.Curve;
import dev.gumbel.bench.result.Results.Measured;
import dev.gumbel.bench.table.Subject.Role;
import java.util.ArrayList;
import java.util.List;

/**
 * How a subject's loss falls while time passes, of its first JVM.
 *
 * @param batch images a step
 * @param points seconds of training so far and the mean loss of some steps, in nats
 */
public record LossCurve(String subject, int threads, int batch, List<List<Double>> points) {
    private static final int POINTS = 120;
    private static final int FEWEST_STEPS = 5;

    /** The curves of all that train. */
    public static List<LossCurve> of(Results results) {
        List<String> learners = results.subjects().stream().filter(subject -> subject.role() != Role.FLOOR).map(Measured::name).toList();
        return results.curves().stream().filter(curve -> curve.fork() == 0 && learners.contains(curve.subject())).map(LossCurve::of).toList();
    }

    private static LossCurve of(Curve curve) {
        int together = Math.max(Math.clamp(curve.losses().size(), 1, FEWEST_STEPS), curve.losses().size() / POINTS);
        List<List<Double>> points = new ArrayList<>();
        double seconds = 0;
        for (int start = 0; start + together <= curve.losses().size(); start += together) {
            seconds += curve.nanos().subList(start, start + together).stream().mapToDouble(nanos -> nanos / 1e9).sum();
            points.add(List.of(seconds, Samples.mean(curve.losses().subList(start, start + together))));
        }
        return new LossCurve(curve.subject(), curve.threads(), curve.batch(), points);
    }
}

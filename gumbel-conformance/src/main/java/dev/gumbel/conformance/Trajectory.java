package dev.gumbel.conformance;

import dev.gumbel.agreement.Lockstep;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.discrete.TemperatureSchedule;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.random.RandomStream;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The reference's training of the article's network on drawn strokes; computed once a JVM. */
final class Trajectory {
    static final long SEED = 2020;
    private static final int BATCH = 100;
    private static final int SIDE = 28;
    private static final Set<Integer> SNAPSHOTS = Set.of(0, 50, 100, 200);
    private static final TemperatureSchedule SCHEDULE = TemperatureSchedule.article(1, 3e-5, 0.5);

    private final Lockstep lockstep;
    private final Map<Integer, Lockstep.Step> snapshots = new LinkedHashMap<>();
    private final List<Double> losses = new ArrayList<>();

    private Trajectory(GumbelSoftmax relaxation, int steps) {
        CategoricalVae vae = CategoricalVae.article();
        this.lockstep = new Lockstep(
                vae.train(BATCH, new Adam(1e-3f), relaxation), vae.gradients(BATCH, relaxation, Trajectory::noise), vae.variables());
        try (Session session = References.open(SEED, lockstep.train(), lockstep.gradients())) {
            for (int step = 0; step <= steps; step++) {
                run(session, step);
            }
        }
    }

    /** The same noise as in training: the same name in the same domain. */
    private static Tensor noise(Shape shape) {
        return Noise.gumbel("z", shape);
    }

    private void run(Session session, int step) {
        Feed feed = feed(step);
        if (SNAPSHOTS.contains(step)) {
            Lockstep.Step snapshot = lockstep.take(session, feed);
            snapshots.put(step, snapshot);
            losses.add(snapshot.loss());
        } else {
            losses.add(session.run(lockstep.train(), feed).get(CategoricalVae.LOSS).item());
        }
    }

    /** Soft samples, to step 200. */
    static Trajectory soft() {
        return Soft.INSTANCE;
    }

    /** Straight-through samples, to step 50. */
    static Trajectory hard() {
        return Hard.INSTANCE;
    }

    private static final class Soft {
        private static final Trajectory INSTANCE = new Trajectory(GumbelSoftmax.soft(), 200);
    }

    private static final class Hard {
        private static final Trajectory INSTANCE = new Trajectory(GumbelSoftmax.hard(), 50);
    }

    /** The programs that all backends run. */
    Lockstep lockstep() {
        return lockstep;
    }

    Lockstep.Step snapshot(int step) {
        Lockstep.Step snapshot = snapshots.get(step);
        if (snapshot == null) {
            throw new IllegalArgumentException("no snapshot at step " + step + ", there are " + snapshots.keySet());
        }
        return snapshot;
    }

    List<Double> losses() {
        return List.copyOf(losses);
    }

    static Feed feed(int step) {
        return Feed.at(step)
                .put(CategoricalVae.IMAGES, images(step))
                .put(CategoricalVae.TEMPERATURE, HostTensor.scalar((float) SCHEDULE.at(step, step)));
    }

    /** Blurred line segments: sparse, bright and varied, as digits are. */
    private static HostTensor images(int step) {
        HostTensor images = HostTensor.zeros(Shape.of(BATCH, SIDE * SIDE), DataType.FLOAT32);
        RandomStream stream = RandomStream.of(SEED, Domain.SHUFFLE, "strokes", step);
        for (int image = 0; image < BATCH; image++) {
            double[] ends = new double[4];
            for (int i = 0; i < ends.length; i++) {
                ends[i] = SIDE * (0.5 + 0.7 * stream.word(image * 4L + i) * 0x1p-32);
            }
            for (int pixel = 0; pixel < SIDE * SIDE; pixel++) {
                double distance = distance(pixel % SIDE, pixel / SIDE, ends);
                images.set((long) image * SIDE * SIDE + pixel, Math.clamp(2.5 - distance, 0, 1));
            }
        }
        return images;
    }

    /** The distance of a point from the segment between (e0, e1) and (e2, e3). */
    private static double distance(double x, double y, double[] e) {
        double dx = e[2] - e[0];
        double dy = e[3] - e[1];
        double along = Math.clamp(((x - e[0]) * dx + (y - e[1]) * dy) / Math.max(dx * dx + dy * dy, 1e-9), 0, 1);
        return Math.hypot(x - e[0] - along * dx, y - e[1] - along * dy);
    }
}

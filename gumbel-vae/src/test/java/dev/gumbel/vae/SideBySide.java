package dev.gumbel.vae;

import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.model.VaeShape;
import dev.gumbel.nn.Adam;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What is run in a JVM of its own: several backends in one process. */
final class SideBySide {
    private static final int WARM_UP = 100;
    private static final int STEPS = 500;

    private SideBySide() {}

    /** {@code losses A B} trains on both in turn and prints a line of losses for each; {@code cost A B} prints A's step before and after B's. */
    public static void main(String[] arguments) {
        if (arguments[0].equals("losses")) {
            losses(List.of(arguments).subList(1, arguments.length), 20);
        } else {
            cost(arguments[1], arguments[2]);
        }
    }

    private static void losses(List<String> backends, int steps) {
        Program train = program(new VaeShape(24, List.of(16), 4, 3, Activation.RELU), 8);
        Map<String, Session> sessions = new LinkedHashMap<>();
        Map<String, List<String>> losses = new LinkedHashMap<>();
        for (String backend : backends) {
            sessions.put(backend, BackendLocator.standard().select(backend).open(2020, train));
            losses.put(backend, new ArrayList<>());
        }
        Feed feed = feed(8, 24);
        for (int step = 0; step < steps; step++) {
            for (String backend : backends) {
                double loss = sessions.get(backend).run(train, feed.step(step)).get(CategoricalVae.LOSS).item();
                losses.get(backend).add(String.valueOf(loss));
            }
        }
        sessions.values().forEach(Session::close);
        losses.forEach((backend, values) -> System.out.println(backend + " " + String.join(" ", values)));
    }

    private static void cost(String measured, String other) {
        Program train = program(new VaeShape(784, List.of(512, 256), 30, 10, Activation.RELU), 100);
        Settings settings = Settings.defaults().withThreads(2);
        try (Session session = BackendLocator.standard().select(measured, settings).open(1, train)) {
            double alone = step(session, train);
            try (Session second = BackendLocator.standard().select(other, settings).open(1, train)) {
                step(second, train);
            }
            System.out.printf("%s at two threads: %.2f ms a step, %.2f ms once %s has run%n", measured, alone, step(session, train), other);
        }
    }

    /** Milliseconds of a step that nine in ten do not beat: on a shared machine that says more than the median. */
    private static double step(Session session, Program train) {
        Feed feed = feed(100, 784);
        double[] times = new double[STEPS];
        for (int step = -WARM_UP; step < STEPS; step++) {
            long begin = System.nanoTime();
            session.run(train, feed.step(step + WARM_UP)).get(CategoricalVae.LOSS);
            times[Math.max(step, 0)] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(times);
        return times[STEPS / 10];
    }

    private static Program program(VaeShape shape, int batch) {
        return new CategoricalVae(shape).train(batch, new Adam(1e-3f), GumbelSoftmax.soft());
    }

    private static Feed feed(int batch, int pixels) {
        float[] images = new float[batch * pixels];
        for (int i = 0; i < images.length; i++) {
            images[i] = i * 7919 % 100 / 100f;
        }
        return Feed.at(0).put(CategoricalVae.IMAGES, HostTensor.of(Shape.of(batch, pixels), images))
                .put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
    }
}

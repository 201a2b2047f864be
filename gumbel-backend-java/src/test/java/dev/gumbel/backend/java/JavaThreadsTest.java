package dev.gumbel.backend.java;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.conformance.BackendSoakTest;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.tensor.HostTensor;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number of threads does not change a bit. */
class JavaThreadsTest {
    private static final int STEPS = 5;

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 8})
    void trainingIsTheSameBitsAsOnOneThread(int threads) {
        assertThat(weights(threads)).isEqualTo(weights(1));
    }

    /** Of all variables, moments too, after some steps of the article's training. */
    private static List<List<Float>> weights(int threads) {
        Program train = CategoricalVae.article().train(100, new Adam(1e-3f), GumbelSoftmax.soft());
        Feed feed = Feed.at(0).put(CategoricalVae.IMAGES, BackendSoakTest.images()).put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
        try (Session session = new JavaProvider().create(Settings.defaults().withThreads(threads)).open(7, train)) {
            for (int step = 0; step < STEPS; step++) {
                session.run(train, feed.step(step));
            }
            return session.variables().stream().map(variable -> boxed(session.read(variable).toFloats())).toList();
        }
    }

    private static List<Float> boxed(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return List.of(boxed);
    }
}

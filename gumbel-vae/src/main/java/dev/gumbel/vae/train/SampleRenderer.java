package dev.gumbel.vae.train;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.data.Batches;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.data.ImageSet;

/** Lets a model show what it has learned: reconstructions of the first images, and digits from the prior. */
final class SampleRenderer {
    private static final int TRAIN_IMAGES = 100;
    private static final int TEST_IMAGES = 8;
    private static final int SAMPLES = 64;

    private final Dataset data;
    private final Program reconstructTrain;
    private final Program reconstructTest;
    private final Program sample;
    private final int trainCount;
    private final int testCount;

    SampleRenderer(CategoricalVae vae, TrainingOptions options, Dataset data) {
        this.data = data;
        this.trainCount = Math.min(TRAIN_IMAGES, data.train().count());
        this.testCount = Math.min(TEST_IMAGES, data.test().count());
        this.reconstructTrain = vae.reconstruct(trainCount, options.relaxation());
        this.reconstructTest = trainCount == testCount ? reconstructTrain : vae.reconstruct(testCount, options.relaxation());
        this.sample = vae.sample(SAMPLES);
    }

    Program[] programs() {
        return trainCount == testCount ? new Program[] {reconstructTrain, sample} : new Program[] {reconstructTrain, reconstructTest, sample};
    }

    Pictures paint(Session session, int epoch, double temperature) {
        HostTensor train = first(data.train(), trainCount);
        HostTensor test = first(data.test(), testCount);
        return new Pictures(
                epoch, data.train().rows(), data.train().columns(),
                reconstruct(session, reconstructTrain, train, epoch, temperature),
                test.toRows(),
                reconstruct(session, reconstructTest, test, epoch, temperature),
                session.run(sample, Feed.at(epoch)).get(CategoricalVae.DECODED).toRows());
    }

    private static HostTensor first(ImageSet images, int count) {
        try (Batches batches = Batches.ordered(images, count, 0)) {
            return batches.next().copy();
        }
    }

    private static float[][] reconstruct(Session session, Program program, HostTensor images, int epoch, double temperature) {
        Feed feed = Feed.at(epoch)
                .put(CategoricalVae.IMAGES, images)
                .put(CategoricalVae.TEMPERATURE, HostTensor.scalar((float) temperature));
        return session.run(program, feed).get(CategoricalVae.DECODED).toRows();
    }
}

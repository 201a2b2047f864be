package dev.gumbel.vae.trained;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.io.FormatException;
import dev.gumbel.io.State;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.train.Codes;
import dev.gumbel.vae.train.Evaluator;
import dev.gumbel.vae.train.MeanLosses;
import dev.gumbel.vae.train.RunFiles;
import dev.gumbel.vae.train.SavedRun;
import dev.gumbel.vae.train.TrainingException;
import dev.gumbel.vae.train.TrainingOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/** The model of a run with its latest weights, on a backend; images are rows of grey values in [0, 1]. */
public final class TrainedModel {
    private static final int BATCH = 100;
    private static final String WEIGHTS = "weights.safetensors";

    private final SavedRun run;
    private final Backend backend;
    private final CategoricalVae vae;
    private final Path weights;

    /**
     * The model of a run for images of so many pixels.
     *
     * @throws TrainingException if the run has no weights yet
     */
    public TrainedModel(SavedRun run, int pixels, Backend backend) {
        this.run = run;
        this.backend = backend;
        this.vae = new CategoricalVae(run.config().options().shape(pixels));
        RunFiles files = RunFiles.of(run.folder());
        if (!files.has(WEIGHTS)) {
            throw new TrainingException("%s: no weights yet; they come with the end of its first epoch".formatted(run.folder()));
        }
        this.weights = files.regular(WEIGHTS, RunFiles.MOST_WEIGHTS);
    }

    public CategoricalVae vae() {
        return vae;
    }

    /**
     * The values of the model's weights by name.
     *
     * @throws TrainingException if they cannot be read or are not the model's
     */
    public Map<String, HostTensor> weights() {
        Map<String, HostTensor> values = new LinkedHashMap<>();
        try (Session session = open(0, vae.encoder(1), vae.decoder(1))) {
            session.variables().forEach(variable -> values.put(variable.name(), session.read(variable)));
        }
        return values;
    }

    /** Opens programs of the model and gives them the weights. */
    private Session open(long seed, Program... programs) {
        Session session = backend.open(seed, programs);
        try {
            load(session);
            return session;
        } catch (TrainingException unreadable) {
            session.close();
            throw unreadable;
        }
    }

    private void load(Session session) {
        try {
            State.load(weights, session.variables()).writeTo(session);
        } catch (FormatException wrong) {
            throw new TrainingException(String.valueOf(wrong.getMessage()), wrong);
        } catch (IOException failure) {
            throw new TrainingException("%s: cannot be read (%s)".formatted(weights, failure), failure);
        }
    }

    /** Images decoded from codes drawn from the uniform prior; others with another seed. */
    public float[][] sample(int count, long seed) {
        Program sample = vae.sample(count);
        try (Session session = open(seed, sample)) {
            return session.run(sample, Feed.at(0)).get(CategoricalVae.DECODED).toRows();
        }
    }

    /** The most probable category of each latent, the first of equals, for each image; nothing is drawn. */
    public int[][] encode(float[][] images) {
        int latents = vae.shape().latents();
        int categories = vae.shape().categories();
        float[][] logits = batched(images, vae::encoder, CategoricalVae.IMAGES, CategoricalVae.LOGITS);
        return Arrays.stream(logits).map(image -> Codes.of(image, latents, categories)).toArray(int[][]::new);
    }

    /** The images that codes stand for. */
    public float[][] decode(int[][] codes) {
        int categories = vae.shape().categories();
        float[][] oneHot = new float[codes.length][vae.shape().latents() * categories];
        for (int image = 0; image < codes.length; image++) {
            for (int latent = 0; latent < codes[image].length; latent++) {
                oneHot[image][latent * categories + codes[image][latent]] = 1;
            }
        }
        return batched(oneHot, vae::decoder, CategoricalVae.CODES, CategoricalVae.DECODED);
    }

    /** What the codes of images keep of them. */
    public float[][] reconstruct(float[][] images) {
        return decode(encode(images));
    }

    /** Runs rows through a program in batches, the last one smaller. */
    private float[][] batched(float[][] rows, IntFunction<Program> program, String input, String output) {
        int[] sizes = sizes(rows.length);
        Program[] programs = Arrays.stream(sizes).mapToObj(program).toArray(Program[]::new);
        float[][] results = new float[rows.length][];
        try (Session session = open(0, programs)) {
            for (int done = 0; done < rows.length;) {
                Program fits = programs[rows.length - done >= sizes[0] ? 0 : programs.length - 1];
                int size = rows.length - done >= sizes[0] ? sizes[0] : sizes[sizes.length - 1];
                HostTensor fed = HostTensor.of(fits.inputs().getFirst().shape(), flat(rows, done, size));
                float[] values = session.run(fits, Feed.at(0).put(input, fed)).get(output).toFloats();
                int columns = values.length / size;
                for (int row = 0; row < size; row++) {
                    results[done + row] = Arrays.copyOfRange(values, row * columns, (row + 1) * columns);
                }
                done += size;
            }
        }
        return results;
    }

    private static float[] flat(float[][] rows, int first, int count) {
        float[] flat = new float[count * rows[0].length];
        for (int row = 0; row < count; row++) {
            System.arraycopy(rows[first + row], 0, flat, row * rows[0].length, rows[0].length);
        }
        return flat;
    }

    /** The full batch, if there is one, and what is left over, if there is any. */
    private static int[] sizes(int count) {
        return Stream.of(BATCH, count % BATCH).filter(size -> size > 0 && size <= count).mapToInt(Integer::intValue).toArray();
    }

    /**
     * Losses over a test set, in nats for each image.
     *
     * @param soft with relaxed samples, as a training without --hard reports them
     * @param hard with one-hot samples
     * @param bound the importance-weighted bound on -log p(x)
     * @param samples behind the bound, for each image
     */
    public record Evaluation(double soft, double hard, double bound, int samples) {}

    /** How many images an evaluation decodes: once for each loss, and so often for the bound. */
    public static long evaluationWork(Dataset data, int samples) {
        return (2L + samples) * data.test().count();
    }

    /**
     * Evaluates on all test images of a set, with the noise of the run's last epoch.
     *
     * @param progress hears after each batch how many more of the {@link #evaluationWork} are done
     */
    public Evaluation evaluate(Dataset data, int samples, LongConsumer progress) {
        return new Evaluation(loss(data, false, progress), loss(data, true, progress), bound(data, samples, progress), samples);
    }

    private double loss(Dataset data, boolean hard, LongConsumer progress) {
        TrainingOptions options = run.config().options().withHard(hard);
        Evaluator evaluator = new Evaluator(vae, options, data);
        try (Session session = open(options.seed(), evaluator.programs())) {
            MeanLosses losses = evaluator.evaluate(session, options.epochs(), progress);
            return losses.loss();
        }
    }

    private double bound(Dataset data, int samples, LongConsumer progress) {
        float[][] images = data.test().toRows(data.test().count());
        // So many rows at once as training has, or those of one image.
        int batch = Math.clamp(BATCH / samples, 1, images.length);
        int rest = images.length % batch;
        Program full = vae.bound(batch, samples);
        Program last = rest == 0 ? full : vae.bound(rest, samples);
        double sum = 0;
        try (Session session = open(run.config().options().seed(), Stream.of(full, last).distinct().toArray(Program[]::new))) {
            for (int done = 0; done < images.length;) {
                int size = Math.min(batch, images.length - done);
                HostTensor fed = HostTensor.of(Arrays.copyOfRange(images, done, done + size));
                Feed feed = Feed.at(done).put(CategoricalVae.IMAGES, fed);
                sum += size * session.run(size == batch ? full : last, feed).get(CategoricalVae.BOUND).item();
                done += size;
                progress.accept((long) size * samples);
            }
        }
        return sum / images.length;
    }
}

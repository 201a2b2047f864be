package dev.gumbel.bench.subject;

import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Inputs;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import dev.gumbel.op.Shape;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.any.IsMax;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.random.impl.UniformDistribution;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The work written by hand on ND4J's arrays, most of them made once; the gradients by hand too, Adam and random numbers ND4J's own. */
final class Nd4jUser implements Subject {
    private static final int OUT = 512;
    private static final float TEMPERATURE = 0.7f;

    @Override
    public String name() {
        return "nd4j-user";
    }

    @Override
    public String title() {
        return "ND4J by hand (arrays made once, gradients written out)";
    }

    @Override
    public String library() {
        return "nd4j";
    }

    @Override
    public Role role() {
        return Role.PEER;
    }

    @Override
    public String load(int threads) {
        return library(threads);
    }

    /** Loads ND4J without its lines about itself; the version. */
    static String library(int threads) {
        System.setProperty("org.nd4j.log.initialization", "false");
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        Nd4j.factory().blas().setMaxThreads(Nd4j.getEnvironment().maxMasterThreads());
        return Subjects.version("nd4j");
    }

    @Override
    public String computes() {
        return Subjects.version(library());
    }

    @Override
    public String by() {
        return LIBRARY;
    }

    @Override
    public Optional<Work> open(Case wanted) {
        Shape shape = wanted.shape();
        int count = wanted.count();
        return Optional.of(switch (wanted.workload()) {
            case TRAIN -> train(count, Inputs.batches(count, false));
            case FIRST -> train(count, Inputs.batches(count, true));
            case EVALUATE -> evaluate(count);
            case OPEN -> new Call(() -> new Nd4jVae(count).parameters());
            case SOFT -> sample(shape, false);
            case HARD -> sample(shape, true);
            case SOFT_GRADIENT -> gradient(shape, false);
            case HARD_GRADIENT -> gradient(shape, true);
            case NOISE -> noise(count);
            case PRODUCT -> product(count);
            case LINEAR -> linear(count);
            case ADAM -> adam(count);
        });
    }

    private static Work train(int batch, List<float[]> batches) {
        Nd4jVae vae = new Nd4jVae(batch);
        List<INDArray> images = batches.stream().map(pixels -> Nd4jVae.images(batch, pixels)).toList();
        int[] step = {0};
        return new Call(() -> vae.train(images.get(step[0] % images.size()), step[0]++));
    }

    private static Work evaluate(int batch) {
        Nd4jVae vae = new Nd4jVae(batch);
        INDArray images = Nd4jVae.images(batch, Inputs.batches(batch, true).getFirst());
        return new Call(() -> vae.evaluate(images));
    }

    /** Fills an array with Gumbel noise. */
    static void gumbel(INDArray noise) {
        Nd4j.exec(new UniformDistribution(noise, 0, 1));
        Transforms.log(noise.addi(1e-20f), false).negi();
        Transforms.log(noise.addi(1e-20f), false).negi();
    }

    private static Work noise(int count) {
        INDArray noise = Nd4j.create(DataType.FLOAT, count);
        return new Call(() -> {
            gumbel(noise);
            return 0;
        });
    }

    private static Work sample(Shape shape, boolean hard) {
        INDArray logits = uniform(3, shape.dim(0), shape.dim(1));
        INDArray soft = logits.like();
        INDArray oneHot = logits.like();
        return new Call(() -> {
            draw(logits, soft, hard ? oneHot : null);
            return 0;
        });
    }

    private static void draw(INDArray logits, INDArray soft, @Nullable INDArray oneHot) {
        gumbel(soft);
        soft.addi(logits).divi(TEMPERATURE);
        Nd4j.exec(new SoftMax(soft, soft, -1));
        if (oneHot != null) {
            Nd4j.exec(new IsMax(soft, oneHot, 1));
        }
    }

    private static Work gradient(Shape shape, boolean hard) {
        INDArray logits = uniform(3, shape.dim(0), shape.dim(1));
        INDArray weights = uniform(1, shape.dim(0), shape.dim(1));
        INDArray soft = logits.like();
        INDArray oneHot = logits.like();
        INDArray gradient = logits.like();
        return new Call(() -> {
            draw(logits, soft, hard ? oneHot : null);
            softmaxGradient(soft, weights, gradient).divi(TEMPERATURE);
            return 0;
        });
    }

    /** The gradient of a softmax's input from that of its output: y (g - sum y g). */
    static INDArray softmaxGradient(INDArray y, INDArray g, INDArray result) {
        y.muli(g, result);
        INDArray sums = result.sum(true, 1);
        g.subi(sums, result);
        return result.muli(y);
    }

    private static Work product(int rows) {
        INDArray x = uniform(1, rows, Inputs.PIXELS);
        INDArray weight = uniform(1, OUT, Inputs.PIXELS);
        INDArray y = Nd4j.create(DataType.FLOAT, new long[] {rows, OUT}, 'f');
        return new Call(() -> {
            Nd4j.gemm(x, weight, y, false, true, 1, 0);
            return 0;
        });
    }

    private static Work linear(int rows) {
        INDArray x = uniform(1, rows, Inputs.PIXELS);
        INDArray weight = uniform(1, Inputs.PIXELS, OUT);
        INDArray bias = uniform(1, 1, OUT);
        INDArray y = Nd4j.create(DataType.FLOAT, new long[] {rows, OUT}, 'f');
        return new Call(() -> {
            x.mmuli(weight, y);
            Transforms.relu(y.addiRowVector(bias), false);
            return 0;
        });
    }

    private static Work adam(int count) {
        INDArray weights = uniform(1, 1, count);
        INDArray given = uniform(1, 1, count);
        INDArray gradient = given.like();
        GradientUpdater<?> updater = new Adam(1e-3).instantiate(Nd4j.create(DataType.FLOAT, 1, 2L * count), true);
        int[] step = {0};
        return new Call(() -> {
            // The updater turns the gradient into the step.
            gradient.assign(given);
            updater.applyUpdater(gradient, step[0]++, 0);
            weights.subi(gradient);
            return 0;
        });
    }

    private static INDArray uniform(double bound, int rows, int columns) {
        return Nd4j.create(Inputs.uniform((long) rows * columns, -bound, bound), new long[] {rows, columns}, 'c');
    }

    /** An operation on arrays that the collector frees. */
    static final class Call implements Work {
        private final DoubleSupplier operation;
        private double result;

        Call(DoubleSupplier operation) {
            this.operation = operation;
        }

        @Override
        public void run() {
            result = operation.getAsDouble();
        }

        @Override
        public double loss() {
            return result;
        }

        @Override
        public void close() {}
    }
}

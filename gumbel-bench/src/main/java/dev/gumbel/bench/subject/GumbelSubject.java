package dev.gumbel.bench.subject;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.Settings.KernelSource;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Inputs;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.discrete.Relaxation;
import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.nn.Adam;
import dev.gumbel.nn.Linear;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Gumbel on one backend with one kernel setting. */
final class GumbelSubject implements Subject {
    private static final int SEED = 2020;
    private static final int OUT = 512;

    private final String library;
    private final @Nullable KernelSource kernels;
    private @Nullable Backend backend;

    /** @param kernels none where the backend has no choice of them */
    GumbelSubject(String library, @Nullable KernelSource kernels) {
        this.library = library;
        this.kernels = kernels;
    }

    @Override
    public String name() {
        return kernels == null ? library : library + "/" + word(kernels);
    }

    @Override
    public String title() {
        return kernels == null ? "Gumbel on " + library : "Gumbel on %s, %s kernels".formatted(library, word(kernels));
    }

    private static String word(KernelSource kernels) {
        return kernels.name().toLowerCase(Locale.ROOT);
    }

    @Override
    public String library() {
        return library;
    }

    @Override
    public Role role() {
        return Role.BACKEND;
    }

    @Override
    public String load(int threads) {
        // TornadoVM's drivers count their threads themselves; PoCL looks at the environment.
        Settings settings = Settings.defaults().withThreads(library.equals("tornado") ? 0 : threads);
        backend = BackendLocator.standard().select(library, kernels == null ? settings : settings.withKernels(kernels));
        return backend.capabilities().version();
    }

    @Override
    public String computes() {
        return backend().capabilities().computes();
    }

    /** Kernels of TornadoVM's are written in Java, and something else runs them. */
    @Override
    public String by() {
        if (kernels == null) {
            return library.equals("tornado") ? LIBRARY : JAVA;
        }
        return kernels == KernelSource.FUSED ? BOTH : LIBRARY;
    }

    @Override
    public Optional<Work> open(Case wanted) {
        Shape shape = wanted.shape();
        return Optional.of(switch (wanted.workload()) {
            case TRAIN -> train(wanted.count(), Inputs.batches(wanted.count(), false));
            case FIRST -> train(wanted.count(), Inputs.batches(wanted.count(), true));
            case EVALUATE -> evaluate(wanted.count());
            case OPEN -> new Opening(backend(), wanted.count());
            case SOFT -> sample(shape, GumbelSoftmax.soft());
            case HARD -> sample(shape, GumbelSoftmax.hard());
            case SOFT_GRADIENT -> gradient(shape, GumbelSoftmax.soft());
            case HARD_GRADIENT -> gradient(shape, GumbelSoftmax.hard());
            case NOISE -> new Running(backend(), Program.named("noise").output("noise", Noise.gumbel("z", shape)).build(), Feed.at(0));
            case PRODUCT -> product(shape.dim(0));
            case LINEAR -> linear(shape.dim(0));
            case ADAM -> adam(shape);
        });
    }

    private Backend backend() {
        return Objects.requireNonNull(backend, "loaded before anything is opened");
    }

    private Work train(int batch, List<float[]> batches) {
        CategoricalVae vae = CategoricalVae.article();
        return new Training(backend(), vae.train(batch, new Adam(1e-3f), GumbelSoftmax.soft()), batches.stream()
                .map(pixels -> images(batch, pixels)).toList());
    }

    private Work evaluate(int batch) {
        return new Training(backend(), CategoricalVae.article().evaluate(batch), List.of(images(batch, Inputs.batches(batch, true).getFirst())));
    }

    private static Feed images(int batch, float[] pixels) {
        return Feed.at(0).put(CategoricalVae.IMAGES, HostTensor.of(Shape.of(batch, Inputs.PIXELS), pixels))
                .put(CategoricalVae.TEMPERATURE, HostTensor.scalar(1));
    }

    private Work sample(Shape shape, Relaxation relaxation) {
        Input logits = Tensor.input("logits", shape);
        Tensor drawn = relaxation.sample(logits, Tensor.scalar(0.7f), Noise.gumbel("z", shape));
        return new Running(backend(), Program.named("sample").output("sample", drawn).build(), Feed.at(0).put("logits", uniform(shape, 3)));
    }

    private Work gradient(Shape shape, Relaxation relaxation) {
        Input logits = Tensor.input("logits", shape);
        Tensor drawn = relaxation.sample(logits, Tensor.scalar(0.7f), Noise.gumbel("z", shape));
        Tensor gradient = Gradients.of(drawn, Tensor.input("weights", shape), List.of(logits)).get(logits);
        Program both = Program.named("both").output("sample", drawn)
                .output("gradient", Objects.requireNonNull(gradient, "the sample depends on them")).build();
        return new Running(backend(), both, Feed.at(0).put("logits", uniform(shape, 3)).put("weights", uniform(shape, 1)));
    }

    private Work product(int rows) {
        Input x = Tensor.input("x", Shape.of(rows, Inputs.PIXELS));
        Input weight = Tensor.input("weight", Shape.of(OUT, Inputs.PIXELS));
        return new Running(backend(), Program.named("product").output("y", x.matMul(weight, false, true)).build(),
                Feed.at(0).put("x", uniform(x.shape(), 1)).put("weight", uniform(weight.shape(), 1)));
    }

    private Work linear(int rows) {
        Input x = Tensor.input("x", Shape.of(rows, Inputs.PIXELS));
        Tensor y = Linear.of("layer", Inputs.PIXELS, OUT, Activation.RELU).apply(x);
        return new Running(backend(), Program.named("linear").output("y", y).build(), Feed.at(0).put("x", uniform(x.shape(), 1)));
    }

    private Work adam(Shape shape) {
        Variable weights = Variable.of("weights", shape, new Initializer.Uniform(1));
        Input gradient = Tensor.input("gradient", shape);
        return new Running(backend(), Program.named("adam").updates(new Adam(1e-3f).updates(Map.of(weights, gradient))).build(),
                Feed.at(0).put("gradient", uniform(shape, 1)));
    }

    private static HostTensor uniform(Shape shape, double bound) {
        return HostTensor.of(shape, Inputs.uniform(shape.size(), -bound, bound));
    }

    /** A program on a session of its own, step after step; its results stay on the device. */
    private static final class Running implements Work {
        private final Session session;
        private final Program program;
        private final Feed feed;
        private long step;

        Running(Backend backend, Program program, Feed feed) {
            this.session = backend.open(SEED, program);
            this.program = program;
            this.feed = feed;
        }

        @Override
        public void run() {
            session.run(program, feed.step(step++));
        }

        @Override
        public void close() {
            session.close();
        }
    }

    /** A program whose loss is read after each step; the batches follow one another. */
    private static final class Training implements Work {
        private final Session session;
        private final Program program;
        private final List<Feed> batches;
        private int step;
        private double loss;

        Training(Backend backend, Program program, List<Feed> batches) {
            this.session = backend.open(SEED, program);
            this.program = program;
            this.batches = batches;
        }

        @Override
        public void run() {
            Feed feed = batches.get(step % batches.size()).step(step++);
            loss = session.run(program, feed).get(CategoricalVae.LOSS).item();
        }

        @Override
        public double loss() {
            return loss;
        }

        @Override
        public void close() {
            session.close();
        }
    }

    /** From the model to an open session, and its end. */
    private record Opening(Backend backend, int batch) implements Work {
        @Override
        public void run() {
            CategoricalVae vae = CategoricalVae.article();
            backend.open(SEED, vae.train(batch, new Adam(1e-3f), GumbelSoftmax.soft())).close();
        }

        @Override
        public void close() {}
    }
}

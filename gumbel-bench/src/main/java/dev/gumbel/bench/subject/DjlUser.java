package dev.gumbel.bench.subject;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Inputs;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/** The work as DJL's documentation shows it: blocks, a trainer, a gradient collector, DJL's own Adam and random numbers. */
final class DjlUser implements Subject {
    private static final int OUT = 512;

    @Override
    public String name() {
        return "djl-user";
    }

    @Override
    public String title() {
        return "DJL as its documentation shows (Trainer, GradientCollector)";
    }

    @Override
    public String library() {
        return "djl";
    }

    @Override
    public Role role() {
        return Role.PEER;
    }

    @Override
    public String load(int threads) {
        return engine(threads);
    }

    /** Loads PyTorch, without a word to the network; the version. */
    static String engine(int threads) {
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        Engine.getEngine("PyTorch");
        JniUtils.setNumThreads(threads);
        return Subjects.version("djl");
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
        Shape shape = new Shape(Arrays.stream(wanted.size().split("x")).mapToLong(Long::parseLong).toArray());
        int count = wanted.count();
        return Optional.of(switch (wanted.workload()) {
            case TRAIN -> new Training(count, Inputs.batches(count, false));
            case FIRST -> new Training(count, Inputs.batches(count, true));
            case EVALUATE -> evaluate(count);
            case OPEN -> new Opening(count);
            case SOFT -> sample(shape, false);
            case HARD -> sample(shape, true);
            case SOFT_GRADIENT -> gradient(shape, false);
            case HARD_GRADIENT -> gradient(shape, true);
            case NOISE -> new Calls(manager -> DjlVae.gumbel(manager, shape).size());
            case PRODUCT -> product(count);
            case LINEAR -> linear(count);
            case ADAM -> adam(shape);
        });
    }

    private static Trainer trainer(Model model, int batch) {
        model.setBlock(new DjlVae());
        // The loss is our own: the configuration demands one.
        Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())
                .optOptimizer(Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build()));
        trainer.initialize(new Shape(batch, DjlVae.PIXELS));
        return trainer;
    }

    private static Work evaluate(int batch) {
        Model model = Model.newInstance("vae", "PyTorch");
        Trainer trainer = trainer(model, batch);
        float[] pixels = Inputs.batches(batch, true).getFirst();
        return new Calls(manager -> {
            NDArray images = manager.create(pixels, new Shape(batch, DjlVae.PIXELS));
            return DjlVae.loss(trainer.evaluate(new NDList(images)), images).getFloat();
        }, trainer, model);
    }

    private static Work sample(Shape shape, boolean hard) {
        NDManager mine = NDManager.newBaseManager();
        NDArray logits = uniform(mine, shape, 3);
        return new Calls(manager -> {
            NDArray mapped = logits.duplicate();
            mapped.attach(manager);
            return DjlVae.sample(mapped, hard, 0.7f).size();
        }, mine);
    }

    private static Work gradient(Shape shape, boolean hard) {
        NDManager mine = NDManager.newBaseManager();
        NDArray given = uniform(mine, shape, 3);
        NDArray weights = uniform(mine, shape, 1);
        return new Calls(manager -> {
            NDArray logits = given.duplicate();
            logits.attach(manager);
            logits.setRequiresGradient(true);
            try (GradientCollector collector = Engine.getInstance().newGradientCollector()) {
                collector.backward(DjlVae.sample(logits, hard, 0.7f).mul(weights).sum());
            }
            NDArray gradient = logits.getGradient();
            gradient.attach(manager);
            return gradient.size();
        }, mine);
    }

    private static Work product(int rows) {
        NDManager mine = NDManager.newBaseManager();
        NDArray x = uniform(mine, new Shape(rows, DjlVae.PIXELS), 1);
        NDArray weight = uniform(mine, new Shape(OUT, DjlVae.PIXELS), 1);
        return new Calls(manager -> {
            try (NDArray transposed = weight.transpose(); NDArray product = x.matMul(transposed)) {
                return product.size();
            }
        }, mine);
    }

    private static Work linear(int rows) {
        NDManager mine = NDManager.newBaseManager();
        NDArray x = uniform(mine, new Shape(rows, DjlVae.PIXELS), 1);
        Block layer = DjlVae.linear(DjlVae.PIXELS, OUT);
        layer.initialize(mine, DataType.FLOAT32, x.getShape());
        ParameterStore store = new ParameterStore(mine, false);
        return new Calls(manager -> {
            try (NDArray y = layer.forward(store, new NDList(x), false).singletonOrThrow(); NDArray activated = Activation.relu(y)) {
                return activated.size();
            }
        }, mine);
    }

    private static Work adam(Shape shape) {
        NDManager mine = NDManager.newBaseManager();
        NDArray weights = uniform(mine, shape, 1);
        NDArray gradient = uniform(mine, shape, 1);
        Optimizer adam = Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
        return new Calls(manager -> {
            adam.update("weights", weights, gradient);
            return 0;
        }, mine);
    }

    private static NDArray uniform(NDManager manager, Shape shape, double bound) {
        return manager.create(Inputs.uniform(shape.size(), -bound, bound), shape);
    }

    /** An operation with a manager of its own, which frees what it made. */
    private static final class Calls implements Work {
        private double result;
        private final ToDoubleFunction<NDManager> operation;
        private final List<AutoCloseable> owned;
        private final NDManager base = NDManager.newBaseManager();

        Calls(ToDoubleFunction<NDManager> operation, AutoCloseable... owned) {
            this.operation = operation;
            this.owned = List.of(owned);
        }

        @Override
        public void run() {
            try (NDManager manager = base.newSubManager()) {
                result = operation.applyAsDouble(manager);
            }
        }

        @Override
        public double loss() {
            return result;
        }

        @Override
        public void close() {
            base.close();
            for (AutoCloseable each : owned) {
                Closing.close(each);
            }
        }
    }

    /** Training steps. */
    private static final class Training implements Work {
        private final Model model = Model.newInstance("vae", "PyTorch");
        private final Trainer trainer;
        private final List<float[]> batches;
        private final Shape shape;
        private int step;
        private double loss;

        Training(int batch, List<float[]> batches) {
            this.trainer = trainer(model, batch);
            this.batches = batches;
            this.shape = new Shape(batch, DjlVae.PIXELS);
        }

        @Override
        public void run() {
            try (NDManager manager = trainer.getManager().newSubManager()) {
                NDArray images = manager.create(batches.get(step++ % batches.size()), shape);
                NDArray mean;
                try (GradientCollector collector = trainer.newGradientCollector()) {
                    mean = DjlVae.loss(trainer.forward(new NDList(images)), images);
                    collector.backward(mean);
                }
                trainer.step();
                loss = mean.getFloat();
            }
        }

        @Override
        public double loss() {
            return loss;
        }

        @Override
        public void close() {
            trainer.close();
            model.close();
        }
    }

    /** A model and its trainer, made and closed. */
    private record Opening(int batch) implements Work {
        @Override
        public void run() {
            try (Model model = Model.newInstance("vae", "PyTorch")) {
                trainer(model, batch).close();
            }
        }

        @Override
        public void close() {}
    }
}

package dev.gumbel.bench.subject;

import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Inputs;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import dev.gumbel.op.Shape;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.weightinit.WeightInitScheme;
import org.nd4j.weightinit.impl.UniformInitScheme;

/** The work as graphs of ND4J's SameDiff, with its own gradients, Adam and random numbers. */
final class SameDiffUser implements Subject {
    private static final int OUT = 512;
    private static final int LATENTS = 30;
    private static final int CATEGORIES = 10;
    private static final int LOGITS = 2;
    static final String LOSS = "loss";

    @Override
    public String name() {
        return "samediff-user";
    }

    @Override
    public String title() {
        return "ND4J's SameDiff (graph, fit)";
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
        return Nd4jUser.library(threads);
    }

    @Override
    public String computes() {
        return Subjects.version(library());
    }

    @Override
    public String by() {
        return LIBRARY;
    }

    /** Adam alone is no graph, and there is no detach that a straight-through sample could be written with. */
    @Override
    public Optional<Work> open(Case wanted) {
        Shape shape = wanted.shape();
        int count = wanted.count();
        return switch (wanted.workload()) {
            case TRAIN -> Optional.of(train(count, Inputs.batches(count, false)));
            case FIRST -> Optional.of(train(count, Inputs.batches(count, true)));
            case EVALUATE -> Optional.of(evaluate(count));
            case OPEN -> Optional.of(new Nd4jUser.Call(() -> vae(count).variables().size()));
            case SOFT -> Optional.of(sample(shape, false));
            case HARD -> Optional.of(sample(shape, true));
            case SOFT_GRADIENT -> Optional.of(gradient(shape));
            case NOISE -> Optional.of(noise(count));
            case PRODUCT -> Optional.of(layer(count, false));
            case LINEAR -> Optional.of(layer(count, true));
            case ADAM, HARD_GRADIENT -> Optional.empty();
        };
    }

    /** The article's network, its loss under that name, ready for fit. */
    private static SameDiff vae(int batch) {
        SameDiff graph = SameDiff.create();
        SDVariable images = graph.placeHolder("images", DataType.FLOAT, batch, Inputs.PIXELS);
        SDVariable hidden = images;
        for (int layer = 0; layer <= LOGITS; layer++) {
            hidden = graph.nn.relu(linear(graph, hidden, layer), 0);
        }
        SDVariable logits = graph.reshape(hidden, (long) batch * LATENTS, CATEGORIES);
        hidden = graph.reshape(soft(graph, logits, 1, Shape.of(batch * LATENTS, CATEGORIES)), batch, LATENTS * CATEGORIES);
        for (int layer = LOGITS + 1; layer < Layers.COUNT - 1; layer++) {
            hidden = graph.nn.relu(linear(graph, hidden, layer), 0);
        }
        SDVariable decoded = linear(graph, hidden, Layers.COUNT - 1);
        SDVariable softplus = graph.nn.softplus(decoded);
        SDVariable reconstruction = softplus.sub(decoded.mul(images)).sum().div(batch);
        SDVariable q = graph.nn.softmax(logits, -1);
        SDVariable kl = q.mul(graph.math.log(q.mul(CATEGORIES).add(1e-20))).sum().div(batch);
        reconstruction.add(LOSS, kl);
        graph.setLossVariables(LOSS);
        graph.setTrainingConfig(TrainingConfig.builder().updater(new Adam(1e-3)).dataSetFeatureMapping("images").markLabelsUnused().build());
        return graph;
    }

    private static SDVariable linear(SameDiff graph, SDVariable input, int layer) {
        int in = Layers.UNITS[layer];
        int out = Layers.UNITS[layer + 1];
        // Within Layers.initialBound.
        WeightInitScheme initial = new UniformInitScheme('c', in);
        SDVariable weight = graph.var("weight" + layer, initial, DataType.FLOAT, in, out);
        return graph.nn.linear(input, weight, graph.var("bias" + layer, initial, DataType.FLOAT, out));
    }

    private static SDVariable soft(SameDiff graph, SDVariable logits, double temperature, Shape shape) {
        return graph.nn.softmax(logits.add(gumbel(graph, shape)).div(temperature), -1);
    }

    private static SDVariable gumbel(SameDiff graph, Shape shape) {
        SDVariable uniform = graph.random.uniform(0, 1, DataType.FLOAT, shape.dim(0), shape.dim(1));
        return graph.math.neg(graph.math.log(graph.math.neg(graph.math.log(uniform.add(1e-20))).add(1e-20)));
    }

    private static Work train(int batch, List<float[]> batches) {
        return new SameDiffTraining(vae(batch), batches.stream()
                .map(pixels -> new DataSet(array(pixels, batch, Inputs.PIXELS), null).toMultiDataSet()).toList());
    }

    private static Work evaluate(int batch) {
        SameDiff graph = vae(batch);
        Map<String, INDArray> images = Map.of("images", array(Inputs.batches(batch, true).getFirst(), batch, Inputs.PIXELS));
        return new Nd4jUser.Call(() -> graph.outputSingle(images, LOSS).getDouble(0));
    }

    private static Work noise(int count) {
        SameDiff graph = SameDiff.create();
        gumbel(graph, Shape.of(1, count)).rename("noise");
        return output(graph, Map.of(), "noise");
    }

    private static Work sample(Shape shape, boolean hard) {
        SameDiff graph = SameDiff.create();
        SDVariable soft = soft(graph, graph.placeHolder("logits", DataType.FLOAT, shape.dim(0), shape.dim(1)), 0.7, shape);
        (hard ? graph.oneHot(graph.argmax(soft, -1), shape.dim(1)) : soft).rename("sample");
        return output(graph, Map.of("logits", uniform(3, shape.dim(0), shape.dim(1))), "sample");
    }

    private static Work gradient(Shape shape) {
        SameDiff graph = SameDiff.create();
        SDVariable logits = graph.var("logits", uniform(3, shape.dim(0), shape.dim(1)));
        SDVariable weights = graph.placeHolder("weights", DataType.FLOAT, shape.dim(0), shape.dim(1));
        soft(graph, logits, 0.7, shape).mul(weights).sum().rename("weighted");
        graph.setLossVariables("weighted");
        Map<String, INDArray> given = Map.of("weights", uniform(1, shape.dim(0), shape.dim(1)));
        return new Nd4jUser.Call(() -> graph.calculateGradients(given, "logits").size());
    }

    private static Work layer(int rows, boolean whole) {
        SameDiff graph = SameDiff.create();
        SDVariable x = graph.placeHolder("x", DataType.FLOAT, rows, Inputs.PIXELS);
        SDVariable weight = graph.var("weight", uniform(1, Inputs.PIXELS, OUT));
        SDVariable y = whole
                ? graph.nn.relu(graph.nn.linear(x, weight, graph.var("bias", Nd4j.zeros(DataType.FLOAT, OUT))), 0)
                : graph.mmul(x, weight);
        y.rename("y");
        return output(graph, Map.of("x", uniform(1, rows, Inputs.PIXELS)), "y");
    }

    private static Work output(SameDiff graph, Map<String, INDArray> given, String name) {
        return new Nd4jUser.Call(() -> graph.outputSingle(given, name).length());
    }

    private static INDArray uniform(double bound, int rows, int columns) {
        return array(Inputs.uniform((long) rows * columns, -bound, bound), rows, columns);
    }

    private static INDArray array(float[] values, int rows, int columns) {
        return Nd4j.create(values, new long[] {rows, columns}, 'c');
    }
}

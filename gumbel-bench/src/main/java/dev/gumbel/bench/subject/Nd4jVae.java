package dev.gumbel.bench.subject;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.Step;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SoftMax;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Sigmoid;
import org.nd4j.linalg.api.ops.impl.transforms.strict.SoftPlus;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The article's network by hand: all weights in one array, as DL4J keeps them, so that Adam is one call; temperature 1. */
final class Nd4jVae {
    private static final int LATENTS = 30;
    private static final int CATEGORIES = 10;
    private static final int LOGITS = 2;
    private static final int LAST = Layers.COUNT - 1;

    private final int batch;
    private final INDArray parameters = Nd4j.create(DataType.FLOAT, 1, Layers.parameters());
    private final INDArray gradients = parameters.like();
    private final INDArray[] weights = new INDArray[Layers.COUNT];
    private final INDArray[] biases = new INDArray[Layers.COUNT];
    private final INDArray[] weightGradients = new INDArray[Layers.COUNT];
    private final INDArray[] biasGradients = new INDArray[Layers.COUNT];
    private final INDArray[] outputs = new INDArray[Layers.COUNT];
    private final INDArray[] deltas = new INDArray[Layers.COUNT];
    private final INDArray[] masks = new INDArray[Layers.COUNT];
    private final INDArray scratch;
    private final INDArray codes;
    private final INDArray codeDeltas;
    private final INDArray probabilities;
    private final INDArray logProbabilities;
    private final INDArray klDeltas;
    private final GradientUpdater<?> adam = new Adam(1e-3).instantiate(Nd4j.create(DataType.FLOAT, 1, 2L * Layers.parameters()), true);

    Nd4jVae(int batch) {
        this.batch = batch;
        long offset = 0;
        for (int layer = 0; layer < Layers.COUNT; layer++) {
            int in = Layers.UNITS[layer];
            int out = Layers.UNITS[layer + 1];
            weights[layer] = view(parameters, in, out, offset);
            weightGradients[layer] = view(gradients, in, out, offset);
            biases[layer] = view(parameters, 1, out, offset + (long) in * out);
            biasGradients[layer] = view(gradients, 1, out, offset + (long) in * out);
            weights[layer].assign(initial(in, in, out));
            biases[layer].assign(initial(in, 1, out));
            // Rows of logits are taken apart into latents, which needs them row after row.
            outputs[layer] = array(out, layer == LOGITS ? 'c' : 'f');
            deltas[layer] = outputs[layer].like();
            masks[layer] = outputs[layer].like();
            offset += (in + 1L) * out;
        }
        scratch = outputs[LAST].like();
        codes = outputs[LOGITS].like().reshape(rows());
        codeDeltas = outputs[LOGITS].like();
        probabilities = codes.like();
        logProbabilities = codes.like();
        klDeltas = codes.like();
    }

    private static INDArray initial(int in, long rows, long columns) {
        double bound = Layers.initialBound(in);
        return Nd4j.rand(DataType.FLOAT, rows, columns).muli(2 * bound).subi(bound);
    }

    private long[] rows() {
        return new long[] {(long) batch * LATENTS, CATEGORIES};
    }

    private INDArray array(int columns, char order) {
        return Nd4j.create(DataType.FLOAT, new long[] {batch, columns}, order);
    }

    private static INDArray view(INDArray flat, int rows, int columns, long offset) {
        return Nd4j.create(flat.data(), new long[] {rows, columns}, new long[] {1, rows}, offset, 'f');
    }

    /** How many numbers the network has. */
    long parameters() {
        return parameters.length();
    }

    /** Images row after row as an array [batch, pixels] in the order of the outputs that it meets. */
    static INDArray images(int batch, float[] pixels) {
        return Nd4j.create(pixels, new long[] {batch, Layers.UNITS[0]}, 'c').dup('f');
    }

    /** The loss of a batch of {@link #images}. */
    double evaluate(INDArray images) {
        INDArray hidden = images;
        for (int layer = 0; layer < Layers.COUNT; layer++) {
            hidden.mmuli(weights[layer], outputs[layer]);
            outputs[layer].addiRowVector(biases[layer]);
            if (layer < LAST) {
                Transforms.relu(outputs[layer], false);
            }
            hidden = outputs[layer];
            if (layer == LOGITS) {
                hidden = sample(outputs[layer].reshape(rows()));
            }
        }
        return reconstruction(images) + kl(outputs[LOGITS].reshape(rows()));
    }

    private INDArray sample(INDArray logits) {
        Nd4jUser.gumbel(codes);
        codes.addi(logits);
        Nd4j.exec(new SoftMax(codes, codes, -1));
        return codes.reshape(batch, LATENTS * CATEGORIES);
    }

    private double reconstruction(INDArray images) {
        INDArray decoded = outputs[LAST];
        Nd4j.exec(new SoftPlus(decoded, scratch));
        double softplus = scratch.sumNumber().doubleValue();
        return (softplus - decoded.muli(images, scratch).sumNumber().doubleValue()) / batch;
    }

    private double kl(INDArray logits) {
        Nd4j.exec(new SoftMax(logits, probabilities, -1));
        probabilities.muli(CATEGORIES, logProbabilities);
        Transforms.log(logProbabilities.addi(1e-20f), false);
        return probabilities.muli(logProbabilities, klDeltas).sumNumber().doubleValue() / batch;
    }

    /** One training step; the loss before it. */
    double train(INDArray images, int step) {
        double loss = evaluate(images);
        Nd4j.exec(new Sigmoid(outputs[LAST], deltas[LAST]));
        deltas[LAST].subi(images).divi(batch);
        for (int layer = LAST; layer >= 0; layer--) {
            if (layer < LAST) {
                Nd4j.exec(new Step(outputs[layer], masks[layer], 0));
                deltas[layer].muli(masks[layer]);
            }
            INDArray below = layer == 0 ? images : layer == LOGITS + 1 ? codes.reshape(batch, LATENTS * CATEGORIES) : outputs[layer - 1];
            Nd4j.gemm(below, deltas[layer], weightGradients[layer], true, false, 1, 0);
            deltas[layer].sum(biasGradients[layer], true, 0);
            if (layer > 0) {
                INDArray target = layer == LOGITS + 1 ? codeDeltas : deltas[layer - 1];
                deltas[layer].mmuli(weights[layer].transpose(), target);
            }
            if (layer == LOGITS + 1) {
                fromCodesToLogits();
            }
        }
        adam.applyUpdater(gradients, step, 0);
        parameters.subi(gradients);
        return loss;
    }

    /** The gradient of the logits: through the sample, and of the KL. */
    private void fromCodesToLogits() {
        INDArray logits = deltas[LOGITS].reshape(rows());
        Nd4jUser.softmaxGradient(codes, codeDeltas.reshape(rows()), logits);
        Nd4jUser.softmaxGradient(probabilities, logProbabilities, klDeltas);
        logits.addi(klDeltas.divi(batch));
    }
}

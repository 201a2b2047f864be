package dev.gumbel.bench.subject;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.Initializer;
import ai.djl.training.initializer.UniformInitializer;
import ai.djl.training.loss.Loss;
import ai.djl.training.loss.SigmoidBinaryCrossEntropyLoss;
import ai.djl.util.PairList;
import org.jspecify.annotations.Nullable;

/** The article's network as a block of DJL: images to the decoder's logits and the encoder's. */
final class DjlVae extends AbstractBlock {
    static final int PIXELS = 784;
    private static final int LATENTS = 30;
    private static final int CATEGORIES = 10;
    private static final int CODE = LATENTS * CATEGORIES;
    private static final Loss RECONSTRUCTION = new SigmoidBinaryCrossEntropyLoss("reconstruction", 1, false);

    private final Block encoder;
    private final Block decoder;

    DjlVae() {
        encoder = addChildBlock("encoder", new SequentialBlock()
                .add(linear(PIXELS, 512)).add(Activation.reluBlock())
                .add(linear(512, 256)).add(Activation.reluBlock())
                .add(linear(256, CODE)).add(Activation.reluBlock()));
        decoder = addChildBlock("decoder", new SequentialBlock()
                .add(linear(CODE, 256)).add(Activation.reluBlock())
                .add(linear(256, 512)).add(Activation.reluBlock())
                .add(linear(512, PIXELS)));
    }

    /** Initialised as all who are compared: the losses that they reach would else differ by that. */
    static Block linear(int in, int units) {
        Linear layer = Linear.builder().setUnits(units).build();
        Initializer initializer = new UniformInitializer((float) Layers.initialBound(in));
        layer.setInitializer(initializer, Parameter.Type.WEIGHT);
        layer.setInitializer(initializer, Parameter.Type.BIAS);
        return layer;
    }

    /** A soft or straight-through sample of each row. */
    static NDArray sample(NDArray logits, boolean hard, float temperature) {
        NDArray noise = gumbel(logits.getManager(), logits.getShape());
        NDArray soft = logits.add(noise).div(temperature).softmax(-1);
        if (!hard) {
            return soft;
        }
        NDArray oneHot = soft.argMax(-1).oneHot((int) logits.getShape().get(logits.getShape().dimension() - 1));
        return oneHot.sub(soft).stopGradient().add(soft);
    }

    static NDArray gumbel(NDManager manager, Shape shape) {
        return manager.randomUniform(0, 1, shape).add(1e-20f).log().neg().add(1e-20f).log().neg();
    }

    /** The negative ELBO of a batch. */
    static NDArray loss(NDList outputs, NDArray images) {
        NDArray reconstruction = RECONSTRUCTION.evaluate(new NDList(images), new NDList(outputs.get(0))).mul(PIXELS);
        NDArray q = outputs.get(1).softmax(-1);
        NDArray kl = q.mul(q.mul(CATEGORIES).add(1e-20f).log()).sum(new int[] {1, 2}).mean();
        return reconstruction.add(kl);
    }

    @Override
    protected NDList forwardInternal(ParameterStore store, NDList inputs, boolean training, @Nullable PairList<String, Object> parameters) {
        NDArray logits = encoder.forward(store, inputs, training).singletonOrThrow().reshape(-1, LATENTS, CATEGORIES);
        NDArray codes = sample(logits, false, 1).reshape(-1, CODE);
        return new NDList(decoder.forward(store, new NDList(codes), training).singletonOrThrow(), logits);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... inputs) {
        encoder.initialize(manager, type, inputs);
        decoder.initialize(manager, type, new Shape(inputs[0].get(0), CODE));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputs) {
        return new Shape[] {new Shape(inputs[0].get(0), PIXELS), new Shape(inputs[0].get(0), LATENTS, CATEGORIES)};
    }
}

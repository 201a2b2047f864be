package dev.gumbel.model;

import dev.gumbel.discrete.Categorical;
import dev.gumbel.discrete.GumbelMax;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.discrete.Relaxation;
import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.nn.Losses;
import dev.gumbel.nn.Mlp;
import dev.gumbel.nn.Optimizer;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A variational autoencoder with categorical latents (Jang et al. 2017): an encoder to logits, a relaxed sample, a decoder to Bernoulli logits.
 * The loss is the negative ELBO: -log p(x|z) summed over pixels, plus KL(q(z|x) || uniform) summed over latents, both in nats and averaged over
 * the batch.
 *
 * <p>All programs of one model share its variables when they are opened in one session.
 */
public final class CategoricalVae {
    /** Input [batch, pixels] of images in [0, 1]. */
    public static final String IMAGES = "images";
    /** Scalar input: the temperature of the relaxation. */
    public static final String TEMPERATURE = "temperature";
    /** Scalar output: the negative ELBO in nats. */
    public static final String LOSS = "loss";
    /** Scalar output: the reconstruction's part of the loss. */
    public static final String RECONSTRUCTION = "reconstruction";
    /** Scalar output: the KL's part of the loss. */
    public static final String KL = "kl";
    /** Scalar output: the importance-weighted bound on the negative log likelihood in nats. */
    public static final String BOUND = "bound";
    /** Output [batch, pixels]: decoded pixels in [0, 1]. */
    public static final String DECODED = "decoded";

    /** [batch, latents, categories]: one-hot samples, an output of codes, an input of decode. */
    public static final String CODES = "codes";
    /** Output [batch, latents, categories]: the encoder's unnormalised log probabilities. */
    public static final String LOGITS = "logits";

    private final VaeShape shape;
    private final Mlp encoder;
    private final Mlp decoder;

    public CategoricalVae(VaeShape shape) {
        this.shape = shape;
        List<Integer> down = Stream.of(List.of(shape.pixels()), shape.hidden(), List.of(shape.code())).flatMap(List::stream).toList();
        this.encoder = Mlp.of("encoder", down, Activation.RELU, shape.logits());
        this.decoder = Mlp.of("decoder", down.reversed(), Activation.RELU, Activation.LINEAR);
    }

    /** The article's model. */
    public static CategoricalVae article() {
        return new CategoricalVae(VaeShape.article());
    }

    public VaeShape shape() {
        return shape;
    }

    /** Encoder's, then decoder's weights and biases. */
    public List<Variable> variables() {
        return Stream.concat(encoder.variables().stream(), decoder.variables().stream()).toList();
    }

    /** Inputs images and temperature; outputs loss, reconstruction, kl; updates the weights. */
    public Program train(int batch, Optimizer optimizer, Relaxation relaxation) {
        return train(batch, optimizer, relaxation, CategoricalVae::gumbel);
    }

    /** As {@link #train(int, Optimizer, Relaxation)}, with noise made by the caller, such as an Input, from its shape. */
    public Program train(int batch, Optimizer optimizer, Relaxation relaxation, Function<Shape, Tensor> noise) {
        Elbo elbo = elbo(batch, relaxation, noise);
        return elbo.outputs(Program.named("train(" + batch + ")")).updates(optimizer.minimize(elbo.loss(), variables())).build();
    }

    /** As train, but hands the gradient of each variable out, under its name, and updates nothing. */
    public Program gradients(int batch, Relaxation relaxation, Function<Shape, Tensor> noise) {
        Elbo elbo = elbo(batch, relaxation, noise);
        Program.Builder builder = elbo.outputs(Program.named("gradients(" + batch + ")"));
        Gradients.of(elbo.loss(), variables()).forEach((variable, gradient) -> builder.output(variable.name(), gradient));
        return builder.build();
    }

    /** Inputs images and temperature; outputs loss, reconstruction, kl with soft samples. */
    public Program evaluate(int batch) {
        return evaluate(batch, GumbelSoftmax.soft());
    }

    /** Inputs images and temperature; outputs loss, reconstruction, kl. */
    public Program evaluate(int batch, Relaxation relaxation) {
        return elbo(batch, relaxation, CategoricalVae::gumbel)
                .outputs(Program.named("evaluate(" + batch + ")").domain(Domain.EVALUATE)).build();
    }

    /** Inputs images and temperature; output decoded: what the decoder makes of a sample of each image's code. */
    public Program reconstruct(int batch, Relaxation relaxation) {
        Elbo elbo = elbo(batch, relaxation, CategoricalVae::gumbel);
        return Program.named("reconstruct(" + batch + ")").domain(Domain.RECONSTRUCT)
                .output(DECODED, elbo.decoderLogits().sigmoid()).build();
    }

    /** Input images; output codes: the one-hot samples that a straight-through training step with the same noise sends forward. */
    public Program codes(int batch) {
        Tensor logits = encode(images(batch));
        return Program.named("codes(" + batch + ")").output(CODES, GumbelMax.draw(logits, gumbel(logits.shape()))).build();
    }

    /** Input images; output logits: nothing is drawn. */
    public Program encoder(int batch) {
        return Program.named("encoder(" + batch + ")").output(LOGITS, encode(images(batch))).build();
    }

    /** Input codes, one-hot or relaxed; output decoded. */
    public Program decoder(int batch) {
        return Program.named("decoder(" + batch + ")").output(DECODED, decode(Tensor.input(CODES, codesShape(batch))).sigmoid()).build();
    }

    /** No inputs; output decoded: images decoded from codes drawn from the uniform prior. */
    public Program sample(int batch) {
        Shape codes = codesShape(batch);
        Tensor uniform = Tensor.filled(codes, encoder.layers().getFirst().weight().type(), 0);
        return Program.named("sample(" + batch + ")").domain(Domain.SAMPLE)
                .output(DECODED, decode(GumbelMax.draw(uniform, gumbel(codes))).sigmoid()).build();
    }

    /**
     * Input images; output bound: the importance-weighted bound on -log p(x) in nats, -log 1/M sum p(x|z) p(z) / q(z|x) over M one-hot samples of
     * q, averaged over the batch (Burda et al. 2016, eq. 8). With one sample its expectation is the loss with hard samples; it falls towards
     * -log p(x) as samples are added.
     */
    public Program bound(int batch, int samples) {
        if (samples < 1) {
            throw new IllegalArgumentException("vae: %d samples must be at least 1".formatted(samples));
        }
        int rows = Math.multiplyExact(batch, samples);
        Tensor images = images(batch);
        Tensor logits = repeat(encode(images), samples).reshape(codesShape(rows));
        Tensor codes = GumbelMax.draw(logits, gumbel(logits.shape()));
        Tensor posterior = codes.mul(logits).sum(2).sub(logits.logSumExp()).sum(1);
        Tensor nll = Losses.bernoulliNll(decode(codes), repeat(images, samples));
        Tensor prior = Tensor.scalar((float) (-shape.latents() * Math.log(shape.categories())));
        Tensor weights = prior.sub(posterior).sub(nll).reshape(batch, samples);
        return Program.named("bound(" + batch + ", " + samples + ")").domain(Domain.EVALUATE)
                .output(BOUND, weights.logSumExp().sub(Math.log(samples)).neg().mean()).build();
    }

    /** Each row of the first axis several times in a row, as a matrix. */
    private static Tensor repeat(Tensor tensor, int times) {
        int rows = tensor.shape().dim(0);
        int columns = Math.toIntExact(tensor.shape().size() / rows);
        return tensor.reshape(rows, 1, columns).broadcastTo(Shape.of(rows, times, columns)).reshape(rows * times, columns);
    }

    private static Tensor gumbel(Shape codes) {
        return Noise.gumbel("z", codes);
    }

    private Shape codesShape(int batch) {
        return Shape.of(batch, shape.latents(), shape.categories());
    }

    private Tensor images(int batch) {
        return Tensor.input(IMAGES, Shape.of(batch, shape.pixels()));
    }

    private Tensor encode(Tensor images) {
        return encoder.apply(images).reshape(codesShape(images.shape().dim(0)));
    }

    private Tensor decode(Tensor codes) {
        return decoder.apply(codes.reshape(codes.shape().dim(0), shape.code()));
    }

    private Elbo elbo(int batch, Relaxation relaxation, Function<Shape, Tensor> noise) {
        Tensor images = images(batch);
        Tensor temperature = Tensor.input(TEMPERATURE, Shape.scalar());
        Tensor logits = encode(images);
        Tensor decoderLogits = decode(relaxation.sample(logits, temperature, noise.apply(logits.shape())));
        Tensor reconstruction = Losses.bernoulliNll(decoderLogits, images).mean();
        Tensor kl = Categorical.klToUniform(logits).sum().div(batch);
        return new Elbo(decoderLogits, reconstruction, kl, reconstruction.add(kl));
    }

    /** The negative ELBO and its parts. */
    private record Elbo(Tensor decoderLogits, Tensor reconstruction, Tensor kl, Tensor loss) {
        Program.Builder outputs(Program.Builder builder) {
            return builder.output(LOSS, loss).output(RECONSTRUCTION, reconstruction).output(KL, kl);
        }
    }
}

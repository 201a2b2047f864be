package dev.gumbel.vae.train;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.data.Batches;
import dev.gumbel.vae.data.Dataset;
import dev.gumbel.vae.data.ImageSet;
import java.util.Arrays;

/** Looks at what a model uses its latents for: on the first test images, without drawing anything. */
final class LatentProbe {
    private static final int MOST_IMAGES = 2000;
    private static final int MOST_LATENTS = 40;
    private static final int MOST_CATEGORIES = 20;

    private final ImageSet images;
    private final int latents;
    private final int categories;
    private final int batchSize;
    private final int shown;
    private final int across;
    private final Program encoder;
    private final Program decoder;

    LatentProbe(CategoricalVae vae, TrainingOptions options, Dataset data) {
        this.images = data.test().limit(MOST_IMAGES);
        this.latents = options.latents();
        this.categories = options.categories();
        this.batchSize = Math.min(options.batchSize(), images.count());
        this.shown = Math.min(latents, MOST_LATENTS);
        this.across = Math.min(categories, MOST_CATEGORIES);
        this.encoder = vae.encoder(batchSize);
        this.decoder = vae.decoder(across);
    }

    Program[] programs() {
        return new Program[] {encoder, decoder};
    }

    Latents probe(Session session, int epoch) {
        LatentTally tally = new LatentTally(latents, categories, batchSize);
        int[] code = new int[0];
        try (Batches batches = Batches.ordered(images, batchSize, 0)) {
            for (int batch = 0; batch < batches.count(); batch++) {
                Feed feed = Feed.at(0).put(CategoricalVae.IMAGES, batches.next());
                float[] logits = session.run(encoder, feed).get(CategoricalVae.LOGITS).toFloats();
                tally.add(logits, Arrays.copyOfRange(images.labels(), batch * batchSize, (batch + 1) * batchSize));
                code = batch == 0 ? Codes.of(logits, latents, categories) : code;
            }
        }
        return new Latents(tally.use(epoch), images.rows(), images.columns(), Arrays.copyOf(code, shown), traverse(session, code));
    }

    /** One image's code, one latent after another set to each category. */
    private float[][] traverse(Session session, int... code) {
        float[][] decoded = new float[shown * across][];
        HostTensor codes = HostTensor.of(Shape.of(across, latents, categories), new float[across * latents * categories]);
        for (int row = 0; row < across; row++) {
            for (int latent = 0; latent < latents; latent++) {
                codes.set(at(row, latent, code[latent]), 1);
            }
        }
        for (int latent = 0; latent < shown; latent++) {
            move(codes, latent, code[latent], true);
            float[][] images = session.run(decoder, Feed.at(0).put(CategoricalVae.CODES, codes)).get(CategoricalVae.DECODED).toRows();
            System.arraycopy(images, 0, decoded, latent * across, across);
            move(codes, latent, code[latent], false);
        }
        return decoded;
    }

    /** Puts each row's own category in place of the code's, or back. */
    private void move(HostTensor codes, int latent, int own, boolean away) {
        for (int row = 0; row < across; row++) {
            codes.set(at(row, latent, own), away ? 0 : 1);
            codes.set(at(row, latent, row), away || row == own ? 1 : 0);
        }
    }

    private long at(int row, int latent, int category) {
        return ((long) row * latents + latent) * categories + category;
    }
}

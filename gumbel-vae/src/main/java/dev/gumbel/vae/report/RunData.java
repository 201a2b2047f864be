package dev.gumbel.vae.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a page shows of a run; its names are those that the page's scripts use.
 *
 * @param config config.json as it stands
 * @param steps the logged steps, thinned where there are more than a screen can show
 * @param everyStep one of so many logged steps is among them
 * @param epochs the epochs' lines of metrics.jsonl as they stand
 * @param pictures of the epochs, thinned likewise
 * @param latents the last line of latents.jsonl; null before the first epoch's end
 * @param latentHistory the KL of each latent over the epochs
 * @param damage a line for each file that is damaged in part, and what is left out of it
 * @param traversal a picture as data URI, a row for each latent; null where there is none
 */
record RunData(
        String name, JsonNode config, Steps steps, int everyStep, List<JsonNode> epochs, List<EpochPictures> pictures, @Nullable JsonNode latents,
        List<LatentKl> latentHistory, List<String> damage, @Nullable String traversal) {

    /** Columns of equal length. */
    record Steps(long[] step, int[] epoch, int[] batch, double[] loss, double[] temperature) {}

    /** Pictures as data URIs; null for one that is not there. */
    record EpochPictures(int epoch, @Nullable String test, @Nullable String train, @Nullable String samples) {}

    /** One epoch. */
    record LatentKl(int epoch, JsonNode kl) {}
}

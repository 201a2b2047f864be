package dev.gumbel.vae.cli;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** Copies of a finished run with one fault each, and images, under the names by which docs/errors.md speaks of them. */
final class BadRuns {
    private static final List<String> CHECKPOINTS = List.of("checkpoints/step-00000004.safetensors", "checkpoints/step-00000008.safetensors");

    private BadRuns() {}

    /** Makes them of {@code a-run}, which is there. */
    static void write(Path place) throws IOException {
        Path edited = copy(place, "edited-run").resolve("config.json");
        Files.writeString(edited, Files.readString(edited).replace("\"learningRate\" : 0.001", "\"learningRate\" : 0.1"));
        Path damaged = copy(place, "damaged-run");
        for (String checkpoint : CHECKPOINTS) {
            flipABit(damaged.resolve(checkpoint));
        }
        flipABit(copy(place, "damaged-weights").resolve("weights.safetensors"));
        Files.writeString(copy(place, "half-a-run").resolve("config.json"), "{\"started\": ");
        Files.delete(copy(place, "new-run").resolve("weights.safetensors"));
        Files.writeString(copy(place, "other-weights").resolve("weights.safetensors"), "none at all");
        ImageIO.write(new BufferedImage(20, 30, BufferedImage.TYPE_BYTE_GRAY), "png", place.resolve("large.png").toFile());
    }

    private static void flipABit(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }

    private static Path copy(Path place, String name) throws IOException {
        Path run = place.resolve("a-run");
        try (Stream<Path> files = Files.walk(run)) {
            for (Path file : files.toList()) {
                Files.copy(file, place.resolve(name).resolve(run.relativize(file).toString()));
            }
        }
        return place.resolve(name);
    }
}

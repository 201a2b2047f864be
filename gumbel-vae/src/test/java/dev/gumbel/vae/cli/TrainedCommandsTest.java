package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.vae.IdxFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import java.util.Map;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What people do with a run: 40 training and 23 test images, two latents of three categories. */
class TrainedCommandsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path temporary;
    private static Path run;

    @BeforeAll
    static void train() throws IOException {
        run = temporary.resolve("run");
        assertThat(Cli.train(IdxFiles.writeSet(temporary.resolve("data"), 40, 23), run).code()).isZero();
    }

    private static Cli use(String command, String... more) {
        List<String> arguments = new ArrayList<>(List.of(command, "--run", run.toString()));
        Collections.addAll(arguments, more);
        Cli cli = Cli.run(arguments.toArray(String[]::new));
        assertThat(cli.code()).as(cli.err().toString()).isZero();
        return cli;
    }

    /** An image of 28 x 28 is 56 pixels wide on a sheet, with 2 between. */
    private static BufferedImage sheet(Path file, int across, int down) throws IOException {
        BufferedImage sheet = ImageIO.read(file.toFile());
        assertThat(sheet.getWidth()).isEqualTo(2 + across * 58);
        assertThat(sheet.getHeight()).isEqualTo(2 + down * 58);
        return sheet;
    }

    /** A set of 8 x 8 images with rows and columns swapped, through every command. */
    @Test
    void aRunOnSmallTransposedImagesKeepsTheirSize() throws IOException {
        Path set = Files.createDirectories(temporary.resolve("small"));
        Files.write(set.resolve("emnist-tiny-train-images-idx3-ubyte"), IdxFiles.images(40, 8));
        Files.write(set.resolve("emnist-tiny-train-labels-idx1-ubyte"), IdxFiles.labels(40));
        Files.write(set.resolve("emnist-tiny-test-images-idx3-ubyte"), IdxFiles.images(23, 8));
        Files.write(set.resolve("emnist-tiny-test-labels-idx1-ubyte"), IdxFiles.labels(23));
        Path plain = temporary.resolve("plain-run");
        assertThat(Cli.train(set, plain).err().getFirst())
                .isEqualTo("emnist-tiny: EMNIST's images are stored with rows and columns swapped; --transpose turns them");
        assertThat(Files.readString(plain.resolve("config.json"))).contains("\"rows\" : 8").doesNotContain("transposed");
        Path turned = temporary.resolve("turned-run");
        assertThat(Cli.train(set, turned, "--transpose").err().getFirst()).startsWith("Training on emnist-tiny (40 images)");
        assertThat(Files.readString(turned.resolve("config.json"))).contains("\"transposed\" : true");
        Path out = temporary.resolve("small.png");
        assertThat(Cli.run("sample", "--run", turned.toString(), "--count", "4", "--out", out.toString()).code()).isZero();
        assertThat(ImageIO.read(out.toFile()).getWidth()).isEqualTo(2 + 2 * 18);
        assertThat(Cli.run("reconstruct", "--run", turned.toString(), "--out", out.toString()).code()).isZero();
        List<String> codes = Cli.run("encode", "--run", turned.toString()).out();
        assertThat(codes).hasSize(24).isNotEqualTo(Cli.run("encode", "--run", plain.toString()).out());
        assertThat(Cli.run("evaluate", "--run", turned.toString()).out().getFirst()).startsWith("23 test images of emnist-tiny: ");
        assertThat(Cli.run("export", "--onnx", "--run", turned.toString(), "--out", temporary.resolve("onnx").toString()).code()).isZero();
    }

    /** Without a word to the network: another set may bear the name of the run's. */
    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "encode", "reconstruct", "train"})
    void aRunWhoseFolderHasMovedSaysSo(String command) throws IOException {
        Path moved = temporary.resolve("moved-" + command);
        Path there = IdxFiles.writeSet(temporary.resolve("there-" + command), 40, 23);
        assertThat(Cli.train(there, moved).code()).isZero();
        Files.move(there, temporary.resolve("elsewhere-" + command));
        if (command.equals("train")) {
            try (Stream<Path> checkpoints = Files.list(moved.resolve("checkpoints"))) {
                Files.delete(checkpoints.max(Comparator.naturalOrder()).orElseThrow());
            }
        }
        // Runs of old called every folder mnist.
        for (String name : command.equals("train") ? List.of("there-train") : List.of("there-" + command, "mnist")) {
            Path config = moved.resolve("config.json");
            Files.writeString(config, Files.readString(config).replaceFirst("(\"data\" : \\{\\s*\"name\" : )\"[^\"]*\"", "$1\"" + name + "\""));
            Cli cli = Cli.run(command, command.equals("train") ? "--resume" : "--run", moved.toString());
            assertThat(cli.code()).isEqualTo(2);
            assertThat(cli.err()).containsExactly("gumbel: %s was trained on %s, which is gone; give --data the folder that holds these images now"
                    .formatted(moved, there));
        }
        if (!command.equals("train")) {
            List<String> again = new ArrayList<>(List.of(command, "--run", moved.toString(), "--data",
                    temporary.resolve("elsewhere-" + command).toString(), "--backend", "reference"));
            if (command.equals("reconstruct")) {
                again.addAll(List.of("--out", temporary.resolve("moved.png").toString()));
            }
            assertThat(Cli.run(again.toArray(String[]::new)).code()).isZero();
        }
    }

    /** What --data named was a set of a folder, not a folder: it is there as long as the set's files are. */
    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "encode", "reconstruct", "train"})
    void aRunOnOneOfSeveralSetsOfAFolderIsOpenedAgain(String command) throws IOException {
        Path sets = Files.createDirectories(temporary.resolve("sets-" + command));
        for (String prefix : List.of("one-", "two-")) {
            Path set = IdxFiles.writeSet(temporary.resolve(prefix + command), 40, 23);
            try (Stream<Path> files = Files.list(set)) {
                for (Path file : files.toList()) {
                    Files.move(file, sets.resolve(prefix + file.getFileName()));
                }
            }
        }
        Path again = temporary.resolve("again-" + command);
        assertThat(Cli.train(sets.resolve("two"), again).code()).isZero();
        if (command.equals("train")) {
            try (Stream<Path> checkpoints = Files.list(again.resolve("checkpoints"))) {
                Files.delete(checkpoints.max(Comparator.naturalOrder()).orElseThrow());
            }
        }
        List<String> arguments = new ArrayList<>(List.of(command, command.equals("train") ? "--resume" : "--run", again.toString()));
        if (command.equals("reconstruct")) {
            arguments.addAll(List.of("--out", temporary.resolve("again.png").toString()));
        }
        Path file = sets.resolve("two-" + IdxFiles.TRAIN_IMAGES);
        Path away = temporary.resolve("away-" + command);
        Files.move(file, away);
        assertThat(Cli.run(arguments.toArray(String[]::new)).err()).first().asString().startsWith("gumbel: %s: no ".formatted(sets));
        Files.move(away, file);
        Cli cli = Cli.run(arguments.toArray(String[]::new));
        assertThat(cli.code()).as(cli.err().toString()).isZero();
        try (Stream<Path> files = Files.list(sets)) {
            for (Path gone : files.filter(name -> name.getFileName().toString().startsWith("two-")).toList()) {
                Files.delete(gone);
            }
        }
        if (!command.equals("train")) {
            assertThat(Cli.run(arguments.toArray(String[]::new)).err()).containsExactly(
                    "gumbel: %s was trained on %s, which is gone; give --data the folder that holds these images now".formatted(
                            again, sets.resolve("two")));
        }
    }

    /** The checksums are of the files, and so the same: only the flag tells that these are other images. */
    @ParameterizedTest
    @ValueSource(strings = {"evaluate", "encode", "reconstruct"})
    void imagesAreNotTurnedWhereTheRunsWereNot(String command) {
        Cli cli = Cli.run(command, "--run", run.toString(), "--transpose");
        assertThat(cli.code()).isEqualTo(2);
        assertThat(cli.err()).containsExactly(
                "gumbel: --transpose: %s was trained on images as they are stored; leave it out (see 'gumbel %s --help')".formatted(run, command));
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void samplesAreASquareAndDependOnTheSeedAlone() throws IOException {
        Path out = temporary.resolve("one.png");
        use("sample", "--count", "10", "--out", out.toString());
        sheet(out, 4, 3);
        Path again = temporary.resolve("again.png");
        use("sample", "--count", "10", "--out", again.toString());
        assertThat(again).hasSameBinaryContentAs(out);
        use("sample", "--count", "10", "--out", again.toString(), "--seed", "2");
        assertThat(Files.readAllBytes(again)).isNotEqualTo(Files.readAllBytes(out));
    }

    @Test
    void codesAreCsvOrJsonOfEveryTestImage() throws IOException {
        List<String> csv = use("encode").out();
        assertThat(csv).hasSize(24);
        assertThat(csv.getFirst()).isEqualTo("image,z0,z1");
        assertThat(csv.subList(1, 24)).allMatch(line -> line.matches("\\d+,[012],[012]"));
        List<String> json = use("encode", "--json", "--count", "5").out();
        assertThat(json).hasSize(5);
        for (int i = 0; i < 5; i++) {
            JsonNode line = JSON.readTree(json.get(i));
            assertThat("%d,%d,%d".formatted(line.path("image").asInt(), line.path("code").path(0).asInt(), line.path("code").path(1).asInt()))
                    .isEqualTo(csv.get(1 + i));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"djl", "nd4j"})
    void codesAreTheSameOnEveryBackend(String backend) {
        assertThat(use("encode", "--backend", backend, "--threads", "1").out()).isEqualTo(use("encode").out());
    }

    @Test
    void reconstructionsLieUnderTheirOriginals() throws IOException {
        Path out = temporary.resolve("reconstructed.png");
        use("reconstruct", "--count", "3", "--out", out.toString());
        BufferedImage sheet = sheet(out, 3, 2);
        // The second row of the second test image begins with its number: 1 of 255.
        assertThat(sheet.getRGB(2 + 58, 2) & 0xFF).isEqualTo(1);
    }

    @Test
    void imagesOfOnesOwnAreReadAsTheTestSetIs() throws IOException {
        byte[] pixels = IdxFiles.pixels(2, 28);
        List<String> files = new ArrayList<>();
        for (int image = 0; image < 2; image++) {
            BufferedImage picture = new BufferedImage(28, 28, image == 0 ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
            for (int i = 0; i < 784; i++) {
                int grey = pixels[image * 784 + i] & 0xFF;
                if (image == 0) {
                    picture.getRaster().setSample(i % 28, i / 28, 0, grey);
                } else {
                    picture.setRGB(i % 28, i / 28, grey << 16 | grey << 8 | grey);
                }
            }
            Path file = temporary.resolve(image + ".png");
            ImageIO.write(picture, "png", file.toFile());
            files.add(file.toString());
        }
        List<String> own = use("encode", "--images", files.get(0), files.get(1)).out();
        assertThat(own).isEqualTo(use("encode", "--count", "2").out());
    }

    /** What other programs make of the exported encoder are the codes that this one prints. */
    @Test
    void anExportedEncoderGivesTheSameCodes() throws IOException, OrtException {
        Path out = temporary.resolve("onnx");
        assertThat(use("export", "--onnx", "--batch", "23", "--out", out.toString()).err())
                .containsExactly(out.resolve("encoder.onnx").toString(), out.resolve("decoder.onnx").toString());
        byte[] pixels = IdxFiles.pixels(23, 28);
        float[] greys = new float[pixels.length];
        for (int i = 0; i < greys.length; i++) {
            greys[i] = (pixels[i] & 0xFF) / 255f;
        }
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        List<String> codes = new ArrayList<>();
        try (OrtSession session = environment.createSession(out.resolve("encoder.onnx").toString());
                OnnxTensor images = OnnxTensor.createTensor(environment, FloatBuffer.wrap(greys), new long[] {23, 784});
                OrtSession.Result result = session.run(Map.of("images", images))) {
            float[][][] logits = (float[][][]) result.get(0).getValue();
            for (int image = 0; image < 23; image++) {
                codes.add("%d,%d,%d".formatted(image, largest(logits[image][0]), largest(logits[image][1])));
            }
        }
        List<String> own = use("encode").out();
        assertThat(codes).isEqualTo(own.subList(1, own.size()));
    }

    private static int largest(float[] values) {
        return IntStream.range(0, values.length).reduce(0, (one, other) -> values[other] > values[one] ? other : one);
    }

    /** The loss with the training's own kind of sample is that of the last epoch's line of metrics, to the last bit. */
    @Test
    void anEvaluationRepeatsTheLastTestLoss() throws IOException {
        JsonNode told = JSON.readTree(use("evaluate", "--json", "--samples", "20").out().getFirst());
        JsonNode last = JSON.readTree(Files.readAllLines(run.resolve("metrics.jsonl")).getLast());
        assertThat(told.path("soft").asDouble()).isEqualTo(last.path("testLoss").asDouble());
        assertThat(told.path("bound").asDouble()).isLessThan(told.path("hard").asDouble() + 1);
        JsonNode one = JSON.readTree(use("evaluate", "--json", "--samples", "1").out().getFirst());
        assertThat(one.path("bound").asDouble()).isCloseTo(told.path("hard").asDouble(), within(0.02 * told.path("hard").asDouble()));
        assertThat(use("evaluate").out()).singleElement().asString().startsWith("23 test images of data: ").endsWith(" by the bound of 50 samples");
    }
}

package dev.gumbel.vae.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What of a run's files is damaged is counted, and the rest shown. */
class RunReaderTest {
    private static final String STEP = "{\"type\":\"step\",\"epoch\":1,\"batch\":%d,\"step\":%d,\"loss\":5.0,\"temperature\":1.0}\n";
    private static final String EPOCH = "{\"type\":\"epoch\",\"epoch\":1}\n";

    @TempDir
    private Path run;
    private Path picture;

    @BeforeEach
    void begin() throws IOException {
        Files.writeString(run.resolve("config.json"), "{\"options\": {}, \"data\": {}}");
        Files.writeString(run.resolve("metrics.jsonl"), STEP.formatted(0, 0) + STEP.formatted(1, 1) + EPOCH);
        picture = Files.createDirectory(run.resolve("images")).resolve("epoch-001-test.png");
        Files.write(picture, png(3, 2));
    }

    static byte[] png(int width, int height) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }

    private RunData read() {
        return RunReader.read(run, "run", true);
    }

    @Test
    void aWholeRunHasNoDamage() {
        RunData data = read();
        assertThat(data.damage()).isEmpty();
        assertThat(data.steps().step()).containsExactly(0, 1);
        assertThat(data.pictures().getFirst().test()).startsWith("data:image/png;base64,iVBORw0KGgo");
    }

    @Test
    void damagedLinesAreCountedAndTheOthersRead() throws IOException {
        Files.writeString(run.resolve("metrics.jsonl"), STEP.formatted(0, 0) + "noted by hand\n\u0000\u0000\n" + STEP.formatted(1, 1) + EPOCH);
        Files.writeString(run.resolve("latents.jsonl"), "{\"epoch\":1,\n{\"type\":\"latents\",\"epoch\":2,\"kl\":[1.0]}\n");
        RunData data = read();
        assertThat(data.steps().step()).containsExactly(0, 1);
        assertThat(data.latentHistory()).singleElement().extracting(RunData.LatentKl::epoch).isEqualTo(2);
        assertThat(data.damage()).containsExactly(
                run.resolve("metrics.jsonl") + ": damaged lines are left out: 2 of 5, the first is line 2",
                run.resolve("latents.jsonl") + ": damaged lines are left out: 1 of 2, the first is line 1");
    }

    @Test
    void aLastLineCutShortIsNoDamage() throws IOException {
        Files.writeString(run.resolve("metrics.jsonl"), STEP.formatted(0, 0) + "{\"type\":\"st");
        assertThat(read().damage()).isEmpty();
    }

    @Test
    void aPictureThatIsNoneIsCountedAndLeftOut() throws IOException {
        assertLeftOut("is no PNG", "a file of the reader's".getBytes());
        assertLeftOut("is no PNG");
        byte[] whole = png(3, 2);
        assertLeftOut("is cut short", Arrays.copyOf(whole, whole.length - 5));
        byte[] damaged = whole.clone();
        damaged[whole.length - 20] ^= 1;
        assertLeftOut("is damaged: its checksum does not match", damaged);
        assertLeftOut("is too large: expected at most 16384 pixels along a side and 67108864 in all", wide(whole, 1 << 15));
    }

    /** Says that it is wider than it is, with the checksum that belongs to it. */
    private static byte[] wide(byte[] png, int width) {
        ByteBuffer changed = ByteBuffer.wrap(png.clone());
        changed.putInt(16, width);
        CRC32 checksum = new CRC32();
        checksum.update(changed.array(), 12, 17);
        return changed.putInt(29, (int) checksum.getValue()).array();
    }

    private void assertLeftOut(String why, byte... bytes) throws IOException {
        Files.write(picture, bytes);
        RunData data = read();
        assertThat(data.pictures().getFirst().test()).isNull();
        assertThat(data.damage()).containsExactly(picture + ": " + why + "; it is left out");
    }
}

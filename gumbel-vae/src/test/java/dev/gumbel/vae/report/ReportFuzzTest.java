package dev.gumbel.vae.report;

import dev.gumbel.vae.Fuzz;
import dev.gumbel.vae.train.TrainingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report reads of a run: the lines of metrics and of latents, here one after the other, for it takes either for what it is. */
class ReportFuzzTest {
    private static final long MOST_BYTES = 8L << 20;
    private static final List<byte[]> GOOD = List.of("""
            {"type":"step","epoch":1,"batch":0,"step":0,"loss":543.25,"temperature":1.0}
            {"type":"epoch","epoch":1,"trainLoss":200.5,"testLoss":190.25,"seconds":1.5,"stepMillisMedian":null}
            """, """
            {"type":"latents","epoch":1,"kl":[0.5,1.25],"active":2,"usage":[[0.5,0.5],[0.25,0.75]]}
            """).stream().map(text -> text.getBytes(StandardCharsets.UTF_8)).toList();

    @TempDir
    private Path folder;

    @Test
    void readsOrRefusesWhateverItIsGiven() throws IOException {
        begin();
        fuzz().quickly(folder.resolve("metrics.jsonl"), GOOD, _ -> read());
    }

    @Test
    @Tag("exhaustive")
    void readsOrRefusesAtLength() throws IOException {
        begin();
        fuzz().atLength(folder.resolve("metrics.jsonl"), GOOD, _ -> read());
    }

    private void begin() throws IOException {
        Files.writeString(folder.resolve("config.json"), "{\"options\": {}, \"data\": {}}");
    }

    private void read() throws IOException {
        Files.copy(folder.resolve("metrics.jsonl"), folder.resolve("latents.jsonl"), StandardCopyOption.REPLACE_EXISTING);
        // What a page leaves out counts as refused here.
        if (!RunReader.read(folder, "run", true).damage().isEmpty()) {
            throw new ReportException("damaged");
        }
    }

    private static Fuzz fuzz() {
        return new Fuzz("report", MOST_BYTES, List.of(ReportException.class, TrainingException.class));
    }
}

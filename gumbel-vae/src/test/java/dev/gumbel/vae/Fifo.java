package dev.gumbel.vae;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A FIFO that no one writes to: whoever opens it waits for ever. */
public final class Fifo {
    private Fifo() {}

    /** Makes one in a file's place, or skips the test where the system has none. */
    public static void create(Path place) throws IOException, InterruptedException {
        Files.deleteIfExists(place);
        boolean made;
        try {
            Process process = new ProcessBuilder("mkfifo", place.toString()).inheritIO().start();
            made = process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException none) {
            made = false;
        }
        assumeTrue(made, "skipped: this system has no mkfifo");
    }
}

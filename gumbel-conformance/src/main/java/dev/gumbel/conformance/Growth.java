package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntConsumer;

/**
 * That repeating something does not fill the memory: neither the Java heap nor, where Linux tells, the process. What leaks grows in every part of
 * the repetition, so the part that grew least is judged: compilers, caches and the collector take their memory at times.
 */
final class Growth {
    private static final int PARTS = 5;
    /** One object in each of 2,000 rounds: none is smaller than 16 bytes. */
    private static final long HEAP = 32_000;
    /** Pages, of which the collector takes and returns many at once. */
    private static final long RESIDENT = 1L << 20;
    private static final Path STATUS = Path.of("/proc/self/status");

    private Growth() {}

    static void assertNone(int rounds, IntConsumer round) {
        int length = rounds / PARTS;
        repeat(length, round);
        long leastHeap = Long.MAX_VALUE;
        long leastResident = Long.MAX_VALUE;
        long heap = heap();
        long resident = resident();
        for (int part = 0; part < PARTS; part++) {
            repeat(length, round);
            long heapNow = heap();
            long residentNow = resident();
            leastHeap = Math.min(leastHeap, heapNow - heap);
            leastResident = Math.min(leastResident, residentNow - resident);
            heap = heapNow;
            resident = residentNow;
        }
        assertBelow(HEAP, leastHeap, "the Java heap", length);
        assertBelow(RESIDENT, leastResident, "the process", length);
    }

    private static void assertBelow(long bound, long growth, String what, int rounds) {
        assertTrue(growth < bound, () -> "%s grows by %d bytes or more in %d rounds, expected below %d".formatted(what, growth, rounds, bound));
    }

    private static void repeat(int rounds, IntConsumer round) {
        for (int i = 0; i < rounds; i++) {
            round.accept(i);
        }
    }

    /** Bytes in use after collection; two of them, as what the first frees may hold what the second can free. */
    private static long heap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 2; i++) {
            System.gc();
            least = Math.min(least, Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }

    /** Bytes of the process in memory; 0 where the system does not tell. */
    private static long resident() {
        if (!Files.isReadable(STATUS)) {
            return 0;
        }
        try {
            return Files.readAllLines(STATUS).stream().filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024).sum();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}

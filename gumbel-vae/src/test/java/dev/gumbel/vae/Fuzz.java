package dev.gumbel.vae;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * Gives a reader of files what no one would write: good files with bits, numbers and pieces of them changed. It may refuse in its own words; it may
 * not crash, hang, or take memory that the file's size does not answer for.
 */
public final class Fuzz {
    private static final int QUICK = 5_000;
    private static final int LONG = 10_000_000;
    private static final long MINUTES = Long.getLong("gumbel.fuzz.minutes", 20);
    private static final long MOST_SECONDS = 10;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final byte[][] NUMBERS = {
        {0, 0, 0, 0}, {-1, -1, -1, -1}, {127, -1, -1, -1}, {-128, 0, 0, 0}, {-1, -1, -1, 127}, {0, 0, 0, -128}, {0, 0, 1, 0}, {1, 0, 0, 0}};
    private static final List<String> WORDS = List.of(
            "\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "1e999", "99999999999999999999", "0", "NaN", "\\u0000", "[[[[[[[[[[[[[[[[");

    /** Reads a file, or refuses it with one of the exceptions it is known for. */
    @FunctionalInterface
    public interface Reader {
        void read(Path file) throws IOException;
    }

    private final String name;
    private final List<Class<? extends Exception>> refusals;
    private final long mostBytes;
    private final Random random;
    private final long seed;

    /**
     * A fuzzer that has not begun.
     *
     * @param mostBytes of the heap that a reading may take, beside a hundred for each byte of the file
     */
    public Fuzz(String name, long mostBytes, List<Class<? extends Exception>> refusals) {
        this.name = name;
        this.mostBytes = mostBytes;
        this.refusals = refusals;
        this.seed = Long.getLong("gumbel.fuzz.seed", System.nanoTime());
        this.random = new Random(seed);
    }

    /** Seconds. */
    public void quickly(Path file, List<byte[]> good, Reader reader) throws IOException {
        run(file, good, reader, QUICK, 1);
    }

    /** Ten million inputs or 20 minutes of a core, or as many as -Dgumbel.fuzz.minutes says. */
    public void atLength(Path file, List<byte[]> good, Reader reader) throws IOException {
        run(file, good, reader, LONG, MINUTES);
    }

    private void run(Path file, List<byte[]> good, Reader reader, int most, long minutes) throws IOException {
        for (byte[] input : good) {
            Files.write(file, input);
            reader.read(file);
        }
        // Of the thread's own time: others may use the machine, too.
        long begin = THREADS.getCurrentThreadCpuTime();
        int inputs = 0;
        int refused = 0;
        while (inputs < most && THREADS.getCurrentThreadCpuTime() - begin < TimeUnit.MINUTES.toNanos(minutes)) {
            byte[] input = mutate(good);
            // Some file systems take milliseconds to write over a file, for they bring it to the disk.
            Files.delete(file);
            Files.write(file, input);
            refused += isRefused(file, input, reader) ? 1 : 0;
            inputs++;
        }
        System.out.printf("%s: %,d inputs, %,d refused, none crashed, hung or took more memory than it should (%d s of a core, seed %d)%n",
                name, inputs, refused, TimeUnit.NANOSECONDS.toSeconds(THREADS.getCurrentThreadCpuTime() - begin), seed);
        assertThat(refused).isPositive();
    }

    private boolean isRefused(Path file, byte[] input, Reader reader) {
        long bytes = THREADS.getCurrentThreadAllocatedBytes();
        long begin = THREADS.getCurrentThreadCpuTime();
        boolean refused = false;
        try {
            reader.read(file);
        } catch (Exception | StackOverflowError | OutOfMemoryError failure) {
            refused = true;
            if (refusals.stream().noneMatch(type -> type.isInstance(failure))) {
                fail("%s: seed %d: input %s".formatted(name, seed, keep(input)), failure);
            }
        }
        assertThat(THREADS.getCurrentThreadCpuTime() - begin).as("nanoseconds, seed %d", seed).isLessThan(TimeUnit.SECONDS.toNanos(MOST_SECONDS));
        assertThat(THREADS.getCurrentThreadAllocatedBytes() - bytes).as("bytes of heap for %d, seed %d", input.length, seed)
                .isLessThan(mostBytes + 100L * input.length);
        return refused;
    }

    private static Path keep(byte[] input) {
        try {
            return Files.write(Files.createTempFile("fuzz", ".input"), input);
        } catch (IOException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private byte[] mutate(List<byte[]> good) throws IOException {
        byte[] input = good.get(random.nextInt(good.size())).clone();
        for (int times = 1 + random.nextInt(4); times > 0 && input.length > 0; times--) {
            input = mutate(input, good.get(random.nextInt(good.size())));
        }
        return input;
    }

    private byte[] mutate(byte[] input, byte[] other) {
        int place = random.nextBoolean() ? random.nextInt(input.length) : random.nextInt(Math.min(input.length, 64));
        switch (random.nextInt(8)) {
            case 0 -> input[place] ^= (byte) (1 << random.nextInt(8));
            case 1 -> input[place] = (byte) random.nextInt();
            case 2 -> overwrite(input, place, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 3 -> {
                return Arrays.copyOf(input, place);
            }
            case 4 -> {
                return joined(input, place, WORDS.get(random.nextInt(WORDS.size())).getBytes(), place);
            }
            case 5 -> {
                return joined(input, place, new byte[0], Math.min(input.length, place + 1 + random.nextInt(8)));
            }
            case 6 -> {
                int from = random.nextInt(other.length);
                return joined(input, place, Arrays.copyOfRange(other, from, Math.min(other.length, from + 1 + random.nextInt(64))), place);
            }
            default -> {
                byte[] word = WORDS.get(random.nextInt(WORDS.size())).getBytes();
                return joined(input, place, word, Math.min(input.length, place + 1 + random.nextInt(8)));
            }
        }
        return input;
    }

    private static void overwrite(byte[] input, int place, byte[] number) {
        for (int i = 0; i < number.length && place + i < input.length; i++) {
            input[place + i] = number[i];
        }
    }

    /** The beginning, something new, and what follows a place. */
    private static byte[] joined(byte[] input, int end, byte[] between, int rest) {
        ByteArrayOutputStream joined = new ByteArrayOutputStream();
        joined.write(input, 0, end);
        joined.writeBytes(between);
        joined.write(input, rest, input.length - rest);
        return joined.toByteArray();
    }
}

package dev.gumbel.vae.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.vae.IdxFiles;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchesTest {
    private static final int SIDE = 2;

    @Test
    void aPassHoldsEachImageOnce() {
        List<Integer> order = order(Batches.shuffled(images(60), 6, 2020, 1));
        assertThat(order).hasSize(60).doesNotHaveDuplicates().isNotEqualTo(IntStream.range(0, 60).boxed().toList());
    }

    @Test
    void theLastImagesThatFillNoBatchAreLeftOut() {
        try (Batches batches = Batches.shuffled(images(59), 6, 2020, 1)) {
            assertThat(batches.count()).isEqualTo(9);
        }
        assertThat(order(Batches.shuffled(images(59), 6, 2020, 1))).hasSize(54).doesNotHaveDuplicates();
    }

    /** The order is that of "batches" at step 3 in docs/noise-v1.md, computed apart from this code. */
    @Test
    void theOrderIsFrozen() {
        assertThat(order(Batches.shuffled(images(10), 5, 2020, 3))).containsExactly(4, 7, 5, 2, 8, 3, 9, 0, 6, 1);
    }

    @Test
    void theOrderDependsOnSeedAndEpochAlone() {
        List<Integer> order = order(Batches.shuffled(images(60), 6, 2020, 1));
        assertThat(order(Batches.shuffled(images(60), 6, 2020, 1))).isEqualTo(order);
        assertThat(order(Batches.shuffled(images(60), 10, 2020, 1))).isEqualTo(order);
        assertThat(order(Batches.shuffled(images(60), 6, 2020, 2))).isNotEqualTo(order);
        assertThat(order(Batches.shuffled(images(60), 6, 2021, 1))).isNotEqualTo(order);
    }

    @Test
    void anOrderedPassBeginsWhereItIsTold() {
        assertThat(order(Batches.ordered(images(23), 10, 0))).containsExactlyElementsOf(IntStream.range(0, 20).boxed().toList());
        assertThat(order(Batches.ordered(images(23), 3, 20))).containsExactly(20, 21, 22);
    }

    @Test
    void everyGreyIsItsByteOver255() {
        byte[] pixels = new byte[256];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) i;
        }
        try (Batches batches = Batches.ordered(new ImageSet(pixels, new byte[1], 16, 16, "", ""), 1, 0)) {
            float[] greys = batches.next().toFloats();
            for (int i = 0; i < greys.length; i++) {
                assertThat(greys[i]).isEqualTo(i / 255f);
            }
        }
    }

    @Test
    void aBatchHasOneRowForEachImage() {
        try (Batches batches = Batches.ordered(images(4), 4, 0)) {
            HostTensor batch = batches.next();
            assertThat(batch.shape()).isEqualTo(Shape.of(4, SIDE * SIDE));
            byte[] pixels = IdxFiles.pixels(4, SIDE);
            for (int i = 0; i < pixels.length; i++) {
                assertThat(batch.get(i)).as("element %d", i).isEqualTo((pixels[i] & 0xFF) / 255f);
            }
        }
    }

    @Test
    void aBatchStaysWhatItIsWhileTheNextIsGathered() throws InterruptedException {
        try (Batches batches = Batches.ordered(images(30), 10, 0)) {
            batches.next();
            HostTensor second = batches.next();
            Thread.sleep(100);
            assertThat(numbers(second)).containsExactlyElementsOf(IntStream.range(10, 20).boxed().toList());
        }
    }

    @Test
    void twoBuffersServeAWholePass() {
        try (Batches batches = Batches.ordered(images(40), 10, 0)) {
            HostTensor first = batches.next();
            HostTensor second = batches.next();
            assertThat(second).isNotSameAs(first);
            assertThat(batches.next()).isSameAs(first);
            assertThat(batches.next()).isSameAs(second);
        }
    }

    @Test
    void thereIsNothingAfterTheLastBatch() {
        try (Batches batches = Batches.ordered(images(20), 20, 0)) {
            batches.next();
            assertThatIllegalStateException().isThrownBy(batches::next).withMessageContaining("has 1 batches");
        }
        try (Batches batches = Batches.ordered(images(20), 21, 0)) {
            assertThat(batches.count()).isZero();
            assertThatIllegalStateException().isThrownBy(batches::next);
        }
    }

    @Test
    void whatFailsInTheGathererFailsInTheTrainer() {
        ImageSet moreLabelsThanPixels = new ImageSet(new byte[3 * SIDE * SIDE], new byte[4], SIDE, SIDE, "", "");
        try (Batches batches = Batches.ordered(moreLabelsThanPixels, 2, 0)) {
            batches.next();
            assertThatExceptionOfType(CompletionException.class).isThrownBy(batches::next)
                    .withCauseInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Test
    void closingEndsTheGatherer() throws InterruptedException {
        List<Thread> before = gatherers();
        List<Thread> mine;
        try (Batches batches = Batches.ordered(images(40), 10, 0)) {
            batches.next();
            mine = gatherers();
            mine.removeAll(before);
            assertThat(mine).hasSize(1).allMatch(Thread::isDaemon);
        }
        assertThat(mine.getFirst().join(Duration.ofSeconds(10))).isTrue();
    }

    private static List<Thread> gatherers() {
        return new ArrayList<>(Thread.getAllStackTraces().keySet().stream().filter(thread -> thread.getName().equals("batches")).toList());
    }

    private static ImageSet images(int count) {
        return new ImageSet(IdxFiles.pixels(count, SIDE), IdxFiles.labelBytes(count), SIDE, SIDE, "", "");
    }

    /** The images of a pass by their numbers. */
    private static List<Integer> order(Batches pass) {
        List<Integer> order = new ArrayList<>();
        try (pass) {
            for (int i = 0; i < pass.count(); i++) {
                order.addAll(numbers(pass.next()));
            }
        }
        return order;
    }

    private static List<Integer> numbers(HostTensor batch) {
        List<Integer> numbers = new ArrayList<>();
        for (float[] row : batch.toRows()) {
            numbers.add(Math.round(row[0] * 255) + 256 * Math.round(row[1] * 255));
        }
        return numbers;
    }
}

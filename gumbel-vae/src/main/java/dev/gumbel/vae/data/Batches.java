package dev.gumbel.vae.data;

import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Permutation;
import dev.gumbel.tensor.HostTensor;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

/**
 * Full batches of one pass over a set, the next one gathered by a thread of its own while the present one is used. A batch is valid until the one
 * after it is asked for.
 */
public final class Batches implements AutoCloseable {
    private static final String SHUFFLE = "batches";

    private final ImageSet images;
    private final int size;
    private final float[] scratch;
    private final HostTensor[] buffers = new HostTensor[2];
    private final ExecutorService gatherer = Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().name("batches").factory());
    private final int[] order;
    private int next;
    private Future<HostTensor> ahead;

    private Batches(ImageSet images, int size, int[] order, int first) {
        this.images = images;
        this.size = size;
        this.order = order;
        this.next = first;
        this.scratch = new float[images.size()];
        for (int i = 0; i < buffers.length; i++) {
            buffers[i] = HostTensor.zeros(Shape.of(size, images.size()), DataType.FLOAT32);
        }
        this.ahead = gatherer.submit(() -> gather(first));
    }

    /** A pass in an order drawn for it; the last images that fill no batch are left out. */
    public static Batches shuffled(ImageSet images, int size, long seed, int epoch) {
        return shuffled(images, size, seed, epoch, 0);
    }

    /** The same pass from one of its batches on. */
    public static Batches shuffled(ImageSet images, int size, long seed, int epoch, int first) {
        return new Batches(images, size, Permutation.of(seed, SHUFFLE, epoch, images.count()), first);
    }

    /** A pass in the set's own order from an image on. */
    public static Batches ordered(ImageSet images, int size, int first) {
        return new Batches(images, size, IntStream.range(first, images.count()).toArray(), 0);
    }

    /** How many full batches there are in a pass. */
    public int count() {
        return order.length / size;
    }

    /** The next batch [size, pixels] of grey values in [0, 1]. */
    public HostTensor next() {
        if (next >= count()) {
            throw new IllegalStateException("the pass has " + count() + " batches, and all have been taken");
        }
        try {
            HostTensor batch = ahead.get();
            int following = ++next;
            if (following < count()) {
                ahead = gatherer.submit(() -> gather(following));
            }
            return batch;
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a batch", interrupted);
        } catch (ExecutionException failure) {
            throw new CompletionException(failure.getCause());
        }
    }

    private HostTensor gather(int batch) {
        HostTensor buffer = buffers[batch % buffers.length];
        for (int row = 0; batch < count() && row < size; row++) {
            images.copy(order[batch * size + row], buffer, row, scratch);
        }
        return buffer;
    }

    @Override
    public void close() {
        gatherer.shutdownNow();
    }
}

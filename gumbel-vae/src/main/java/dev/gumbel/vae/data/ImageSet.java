package dev.gumbel.vae.data;

import dev.gumbel.tensor.HostTensor;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/**
 * Grey images with labels.
 *
 * @param pixels 0 to 255, image after image, row after row
 * @param labels one for each image
 * @param imagesSha256 of the unpacked file the images came from
 * @param labelsSha256 of the unpacked file the labels came from
 */
public record ImageSet(byte[] pixels, byte[] labels, int rows, int columns, String imagesSha256, String labelsSha256) {
    private static final float[] GREY = new float[256];

    static {
        for (int i = 0; i < GREY.length; i++) {
            GREY[i] = i / 255f;
        }
    }

    /** The number of images. */
    public int count() {
        return labels.length;
    }

    /** The pixels of one image. */
    public int size() {
        return rows * columns;
    }

    /** The first images, at most as many as said. */
    public ImageSet limit(int most) {
        return most >= count()
                ? this
                : new ImageSet(Arrays.copyOf(pixels, most * size()), Arrays.copyOf(labels, most), rows, columns, imagesSha256, labelsSha256);
    }

    /** The same images with rows and columns swapped. */
    ImageSet transposed() {
        byte[] turned = new byte[pixels.length];
        for (int image = 0; image < count(); image++) {
            int start = image * size();
            for (int i = 0; i < size(); i++) {
                turned[start + i % columns * rows + i / columns] = pixels[start + i];
            }
        }
        return new ImageSet(turned, labels, columns, rows, imagesSha256, labelsSha256);
    }

    /** The first images as rows of grey values in [0, 1]. */
    public float[][] toRows(int most) {
        float[][] rows = new float[Math.min(most, count())][size()];
        for (int row = 0; row < rows.length; row++) {
            for (int i = 0; i < size(); i++) {
                rows[row][i] = GREY[pixels[row * size() + i] & 0xFF];
            }
        }
        return rows;
    }

    /** Writes one image as grey values in [0, 1] into a row of a FLOAT32 tensor [n, pixels]; the scratch holds one image. */
    void copy(int image, HostTensor batch, int row, float[] scratch) {
        int start = image * size();
        for (int i = 0; i < scratch.length; i++) {
            scratch[i] = GREY[pixels[start + i] & 0xFF];
        }
        MemorySegment.copy(scratch, 0, batch.segment(), ValueLayout.JAVA_FLOAT, (long) row * scratch.length * Float.BYTES, scratch.length);
    }
}

package dev.gumbel.vae.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.CRC32;

/** Looks whether bytes are a whole PNG that a browser can be given, without decoding it. */
final class PngCheck {
    /** Along either side; sixteen times what an ordinary run draws. */
    static final int MOST_PIXELS = 1 << 14;
    /** Of the whole picture, for a few bytes can stand for many pixels. */
    static final long MOST_AREA = 1L << 26;
    private static final long SIGNATURE = 0x89504E470D0A1A0AL;
    /** Length, type and checksum. */
    private static final int FRAME = 12;
    private static final int HEADER_BYTES = 13;

    private PngCheck() {}

    /** What is wrong with it. */
    static Optional<String> fault(byte... bytes) {
        ByteBuffer png = ByteBuffer.wrap(bytes);
        if (bytes.length < Long.BYTES || png.getLong() != SIGNATURE) {
            return Optional.of("is no PNG");
        }
        boolean first = true;
        while (png.remaining() >= FRAME) {
            int length = png.getInt();
            if (length < 0 || length > png.remaining() - Long.BYTES) {
                break;
            }
            String type = new String(bytes, png.position(), Integer.BYTES, StandardCharsets.ISO_8859_1);
            CRC32 checksum = new CRC32();
            checksum.update(bytes, png.position(), Integer.BYTES + length);
            ByteBuffer data = png.slice(png.position() + Integer.BYTES, length);
            png.position(png.position() + Integer.BYTES + length);
            if (png.getInt() != (int) checksum.getValue()) {
                return Optional.of("is damaged: its checksum does not match");
            }
            if (first && !(type.equals("IHDR") && length == HEADER_BYTES)) {
                return Optional.of("is no PNG");
            }
            if (first && !isDecodable(data.getInt(), data.getInt())) {
                return Optional.of("is too large: expected at most %d pixels along a side and %d in all".formatted(MOST_PIXELS, MOST_AREA));
            }
            if (type.equals("IEND")) {
                return Optional.empty();
            }
            first = false;
        }
        return Optional.of("is cut short");
    }

    private static boolean isDecodable(int width, int height) {
        return width >= 1 && height >= 1 && width <= MOST_PIXELS && height <= MOST_PIXELS && (long) width * height <= MOST_AREA;
    }
}

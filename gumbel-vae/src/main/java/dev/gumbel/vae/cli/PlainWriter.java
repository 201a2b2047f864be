package dev.gumbel.vae.cli;

import java.io.FilterWriter;
import java.io.IOException;
import java.io.Writer;
import java.util.stream.Collectors;

/**
 * Writes messages so that a terminal shows them and does nothing else: what a file or an argument brings with it of control characters (escape
 * sequences, bells, carriage returns), of marks that turn the direction of writing, and of lone surrogates is written as its code, such as
 * &#92;u001b. Line ends and tabs stay.
 */
final class PlainWriter extends FilterWriter {
    PlainWriter(Writer out) {
        super(out);
    }

    @Override
    public void write(int character) throws IOException {
        write(new char[] {(char) character}, 0, 1);
    }

    @Override
    public void write(char[] characters, int offset, int length) throws IOException {
        write(new String(characters, offset, length), 0, length);
    }

    @Override
    public void write(String text, int offset, int length) throws IOException {
        out.write(plain(text.substring(offset, offset + length)));
    }

    /** A message that may hold line ends of others, as the one line that all of ours are. */
    static String oneLine(String message) {
        return message.lines().map(String::strip).collect(Collectors.joining(" "));
    }

    static String plain(String text) {
        StringBuilder plain = new StringBuilder(text.length());
        text.codePoints().forEach(point -> {
            if (isPlain(point)) {
                plain.appendCodePoint(point);
            } else {
                plain.append("\\u%04x".formatted(point));
            }
        });
        // The line end of Windows.
        return System.lineSeparator().equals("\r\n") ? plain.toString().replace("\\u000d\n", "\r\n") : plain.toString();
    }

    private static boolean isPlain(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL -> point == '\n' || point == '\t';
            case Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SURROGATE -> false;
            default -> !turns(point);
        };
    }

    /** Embeddings, overrides and isolates; a mark of direction, or a joiner between letters, turns nothing. */
    private static boolean turns(int point) {
        return point >= 0x202A && point <= 0x202E || point >= 0x2066 && point <= 0x2069;
    }
}

package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainWriterTest {
    @ParameterizedTest
    @ValueSource(ints = {0, 7, 8, 0x0B, 0x0D, 0x1B, 0x7F, 0x85, 0x9B, 0x2028, 0x2029, 0x202A, 0x202E, 0x2066, 0x2069, 0xD800, 0xDFFF})
    void whatATerminalWouldObeyIsWrittenAsItsCode(int point) {
        assertThat(written("a" + (char) point + "b")).isEqualTo("a\\u%04xb".formatted(point));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Größe 数字 עברית", "👩‍🔬 𝄞", "one\ttab", "C:\\users\\u001b", "é"})
    void ordinaryTextStays(String text) {
        assertThat(written(text)).isEqualTo(text);
    }

    @Test
    void everyWayOfWritingIsTheSame() {
        StringWriter text = new StringWriter();
        PrintWriter writer = new PrintWriter(new PlainWriter(text), true);
        writer.write('\u001b');
        writer.write(new char[] {'x', '\u001b', 'y'}, 1, 1);
        writer.printf("%s", "\u001b");
        writer.append("\u001b").flush();
        assertThat(text).hasToString("\\u001b".repeat(4));
    }

    @Test
    void aMessageIsOneLine() {
        assertThat(PlainWriter.oneLine("a\n  b\r\nc")).isEqualTo("a b c");
    }

    private static String written(String text) {
        StringWriter written = new StringWriter();
        PrintWriter writer = new PrintWriter(new PlainWriter(written), true);
        writer.print(text);
        writer.flush();
        return written.toString();
    }
}

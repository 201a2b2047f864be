package dev.gumbel.random;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhiloxTest {
    private static final int WORDS_IN_CASE = 4 + 2 + 4;

    @Test
    void givesThePublishedKnownAnswers() throws IOException {
        List<Integer> words = hexadecimalWords();
        assertThat(words).hasSize(3 * WORDS_IN_CASE);
        for (int i = 0; i < words.size(); i += WORDS_IN_CASE) {
            List<Integer> in = words.subList(i, i + 6);
            int[] out = new int[4];
            Philox.block(in.get(0), in.get(1), in.get(2), in.get(3), in.get(4), in.get(5), out, 0);
            assertThat(out).as("case %d", i / WORDS_IN_CASE)
                    .containsExactly(words.subList(i + 6, i + WORDS_IN_CASE).stream().mapToInt(Integer::intValue).toArray());
        }
    }

    @Test
    void writesFourWordsAtTheOffset() {
        int[] alone = new int[4];
        Philox.block(1, 2, 3, 4, 5, 6, alone, 0);
        int[] out = new int[8];
        Philox.block(1, 2, 3, 4, 5, 6, out, 3);
        assertThat(out).containsExactly(0, 0, 0, alone[0], alone[1], alone[2], alone[3], 0);
    }

    /** Every string inside an array: counter (4), key (2) and out (4) of each case in turn. */
    private static List<Integer> hexadecimalWords() throws IOException {
        List<Integer> words = new ArrayList<>();
        try (InputStream file = PhiloxTest.class.getResourceAsStream("/golden/philox4x32_10.json");
                JsonParser parser = new JsonFactory().createParser(file)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.VALUE_STRING && parser.getParsingContext().inArray()) {
                    words.add(Integer.parseUnsignedInt(parser.getText(), 16));
                }
            }
        }
        return words;
    }
}

package dev.gumbel.vae.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Each row of docs/errors.md is what happens: that line alone on standard error, that exit code, nothing printed or left behind. The rows of
 * benchmarks have a test in their own module.
 */
class ErrorsDocumentTest {
    private static final Pattern ROW = Pattern.compile("\\| `\\./gumbel (?!bench)([^`]*)` \\| `([^`]*)` \\| (\\d+) \\|");
    private static final List<String> FOLDER_OPTIONS = List.of("--data", "--out", "--resume", "--run", "--images");

    @TempDir
    private static Path place;

    private static String document() throws IOException {
        return Files.readString(Path.of(System.getProperty("gumbel.root"), "docs", "errors.md"));
    }

    static Stream<Arguments> rows() throws IOException {
        return ROW.matcher(document()).results().map(row -> Arguments.of(
                row.group(1), row.group(2).replace("&#124;", "|"), Integer.valueOf(row.group(3))));
    }

    @BeforeAll
    static void writeSets() throws IOException {
        BadSets.write(place);
        assertThat(Cli.train(place.resolve("set"), place.resolve("a-run")).code()).isZero();
        BadRuns.write(place);
    }

    @Test
    void theTableIsThere() throws IOException {
        assertThat(rows()).hasSizeGreaterThanOrEqualTo(60);
        assertThat(document().lines().filter(line -> line.matches("\\| `(?!\\./gumbel bench).*"))).as("rows of another form are never checked")
                .hasSameSizeAs(rows().toList());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void aBadInputIsOneLine(String command, String line, int code) throws IOException {
        List<String> before = contents();
        Cli cli = Cli.run(arguments(command).toArray(String[]::new));
        assertThat(cli.err()).map(ErrorsDocumentTest::relative).containsExactly(line);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.code()).isEqualTo(code);
        assertThat(contents()).isEqualTo(before);
    }

    /** The words of a command, with folders in the temporary place, and what every command of the table has in common. */
    private static List<String> arguments(String command) {
        List<String> words = new ArrayList<>();
        Matcher word = Pattern.compile("'([^']*)'|(\\S+)").matcher(command);
        while (word.find()) {
            String text = word.group(1) == null ? word.group(2) : word.group(1);
            boolean folder = !words.isEmpty() && !text.isEmpty()
                    && (FOLDER_OPTIONS.contains(words.getLast()) || words.getFirst().equals("report") && !text.startsWith("-"));
            words.add(folder ? place.resolve(text).toString() : text);
        }
        if (words.contains("--resume")) {
            return words;
        }
        if (List.of("train", "compare").contains(words.getFirst())) {
            add(words, "--data", place.resolve("set").toString(), "--dataset");
        }
        if (words.getFirst().equals("train")) {
            add(words, "--out", place.resolve("run").toString(), "--out");
            add(words, "--backend", "reference", "--backend");
        }
        return words;
    }

    private static void add(List<String> words, String option, String value, String unless) {
        if (!words.contains(option) && !words.contains(unless)) {
            words.addAll(1, List.of(option, value));
        }
    }

    /** A line as the table has it: folders by their names, and without the backends that tests have on the class path and ./gumbel has not. */
    private static String relative(String line) {
        return line.replace(place + File.separator, "").replace("djl (usable), nd4j (usable), ", "");
    }

    private static List<String> contents() throws IOException {
        try (Stream<Path> files = Files.walk(place)) {
            return files.map(Path::toString).sorted().toList();
        }
    }
}

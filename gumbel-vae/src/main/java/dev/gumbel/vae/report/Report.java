package dev.gumbel.vae.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page about one run, or about several side by side: one file that needs nothing else, neither beside it nor from a network. */
public final class Report {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z-]+)}}");
    private static final List<String> SCRIPTS = List.of("elements", "charts", "summary", "curves", "pictures", "latents", "facts", "live", "page");
    private static final String CHARTS = "org.webjars.npm/uplot";

    private Report() {}

    /** What a page needs to follow a run that trains and to hold it. */
    public record Live(String token, String state) {}

    /** What the page's scripts are given. */
    private record Content(List<RunData> runs, @Nullable Live live) {}

    /**
     * The page about runs.
     *
     * @param runs their folders, finished or not
     * @throws dev.gumbel.vae.train.TrainingException if one is no run
     * @throws ReportException if one cannot be read
     */
    public static String page(List<Path> runs) {
        return page(read(runs), null);
    }

    /** The page about a run that trains. */
    public static String live(Path run, Live live) {
        return page(read(List.of(run)), live);
    }

    /** What the page about a run that trains asks for anew after each epoch. */
    public static String data(Path run, Live live) {
        return json(new Content(read(List.of(run)), live));
    }

    private static List<RunData> read(List<Path> runs) {
        List<String> names = runs.stream().map(run -> run.toAbsolutePath().normalize().getFileName()).map(String::valueOf).toList();
        boolean alike = names.stream().distinct().count() < names.size();
        return Stream.iterate(0, i -> i < runs.size(), i -> i + 1)
                .map(i -> RunReader.read(runs.get(i), alike ? runs.get(i).toString() : names.get(i), runs.size() == 1)).toList();
    }

    private static String page(List<RunData> runs, @Nullable Live live) {
        String title = runs.stream().map(RunData::name).collect(Collectors.joining(", "));
        Map<String, String> slots = Map.of(
                "title", escaped(title),
                "style", webJar("uPlot.min.css") + own("page.css"),
                "charts", webJar("uPlot.iife.min.js"),
                "script", SCRIPTS.stream().map(name -> own("script/" + name + ".js")).collect(Collectors.joining("\n")),
                // In a script element only a tag could end it.
                "content", json(new Content(runs, live)).replace("<", "\\u003c"));
        // In one pass: what is filled in is not looked through again.
        return SLOT.matcher(own("page.html")).replaceAll(slot -> Matcher.quoteReplacement(slots.get(slot.group(1))));
    }

    private static String json(Content content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("what was read as JSON can be written", impossible);
        }
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String own(String name) {
        return resource("/dev/gumbel/vae/report/" + name);
    }

    /** A file of the chart library, whose path holds its version. */
    private static String webJar(String file) {
        try (InputStream stream = stream("/META-INF/maven/" + CHARTS + "/pom.properties")) {
            Properties properties = new Properties();
            properties.load(stream);
            return resource("/META-INF/resources/webjars/uplot/%s/dist/%s".formatted(properties.getProperty("version"), file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static String resource(String path) {
        try (InputStream stream = stream(path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static InputStream stream(String path) {
        InputStream stream = Report.class.getResourceAsStream(path);
        if (stream == null) {
            throw new IllegalStateException(path + " is missing from the program's jars");
        }
        return stream;
    }
}

package dev.gumbel.bench.page;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.bench.result.LossCurve;
import dev.gumbel.bench.result.Results;
import dev.gumbel.bench.result.Summary;
import dev.gumbel.bench.result.Summary.Group;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Results as one page that needs nothing else, neither beside it nor from a network. */
public final class BenchPage {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z-]+)}}");
    /** The pages about runs are of the same house. */
    private static final String HOUSE = "/dev/gumbel/vae/report/";
    private static final String OWN = "/dev/gumbel/bench/page/";

    private BenchPage() {}

    /** What the page's scripts are given. */
    private record Content(
            String gumbel, String date, Results.Machine machine, Results.Plan plan, List<Results.Measured> subjects, List<Group> groups,
            List<LossCurve> curves) {}

    public static String of(Results results) {
        Content content = new Content(results.gumbel(), results.date(), results.machine(), results.plan(), results.subjects(), Summary.of(results),
                LossCurve.of(results));
        Map<String, String> slots = Map.of(
                "style", resource(HOUSE + "page.css") + resource(OWN + "page.css"),
                "charts", charts(),
                "script", resource(HOUSE + "script/elements.js") + resource(OWN + "charts.js") + resource(OWN + "sections.js"),
                // In a script element only a tag could end it.
                "content", json(content).replace("<", "\\u003c"));
        // In one pass: what is filled in is not looked through again.
        return SLOT.matcher(resource(OWN + "page.html")).replaceAll(slot -> Matcher.quoteReplacement(slots.get(slot.group(1))));
    }

    private static String json(Content content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (JacksonException impossible) {
            throw new IllegalStateException("records of numbers and words can be written", impossible);
        }
    }

    /** The chart library, whose path holds its version. */
    private static String charts() {
        try (InputStream stream = stream("/META-INF/maven/org.webjars.npm/echarts/pom.properties")) {
            Properties properties = new Properties();
            properties.load(stream);
            return resource("/META-INF/resources/webjars/echarts/%s/dist/echarts.min.js".formatted(properties.getProperty("version")));
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
        InputStream stream = BenchPage.class.getResourceAsStream(path);
        if (stream == null) {
            throw new IllegalStateException(path + " is missing from the program's jars");
        }
        return stream;
    }
}

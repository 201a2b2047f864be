package dev.gumbel.vae.report;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What pages of one file are put together of: parts from the program's jars in the slots of a template, and what the scripts are given as JSON. */
public final class Page {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern SLOT = Pattern.compile("\\{\\{([a-z-]+)}}");
    private static final String HOUSE = "/dev/gumbel/vae/report/";

    private Page() {}

    /**
     * A page that needs nothing else, neither beside it nor from a network.
     *
     * @param slots what the template has in double braces: title, connect (a directive that lets scripts ask their server), style, charts, script
     *        and content
     */
    public static String of(Map<String, String> slots) {
        // In one pass: what is filled in is not looked through again.
        return SLOT.matcher(house("page.html")).replaceAll(slot -> Matcher.quoteReplacement(
                Objects.requireNonNull(slots.get(slot.group(1)), slot.group(1))));
    }

    /** A record as JSON. */
    public static String json(Object content) {
        try {
            return JSON.writeValueAsString(content);
        } catch (JacksonException impossible) {
            throw new IllegalStateException("records of numbers and words can be written", impossible);
        }
    }

    /** A record as JSON within a script element, which only a tag could end. */
    public static String embedded(Object content) {
        return json(content).replace("<", "\\u003c");
    }

    /** A part that all pages share. */
    public static String house(String name) {
        return resource(HOUSE + name);
    }

    /** A file of a library for browsers, whose path holds its version. */
    public static String webJar(String library, String file) {
        try (InputStream stream = stream("/META-INF/maven/org.webjars.npm/%s/pom.properties".formatted(library))) {
            Properties properties = new Properties();
            properties.load(stream);
            return resource("/META-INF/resources/webjars/%s/%s/dist/%s".formatted(library, properties.getProperty("version"), file));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** A text of the program's jars. */
    public static String resource(String path) {
        try (InputStream stream = stream(path)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static InputStream stream(String path) {
        InputStream stream = Page.class.getResourceAsStream(path);
        if (stream == null) {
            throw new IllegalStateException(path + " is missing from the program's jars");
        }
        return stream;
    }
}

package dev.gumbel.vae.report;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The page about one run, or about several side by side: one file that needs nothing else, neither beside it nor from a network. */
public final class Report {
    private static final List<String> SCRIPTS = List.of("elements", "charts", "summary", "curves", "pictures", "latents", "facts", "live", "page");
    private static final String CHARTS = "uplot";
    /** A page about a run that trains asks the dashboard. */
    private static final String CONNECT = "connect-src 'self'; ";

    private Report() {}

    /** What a page needs to follow a run that trains and to hold it. */
    public record Live(String token, String state) {}

    /** What the page's scripts are given. */
    private record Content(List<RunData> runs, @Nullable Live live) {}

    /** The page about runs, finished or not. */
    static String page(List<RunData> runs) {
        return page(runs, null);
    }

    /** The page about a run that trains. */
    public static String live(Path run, Live live) {
        return page(read(List.of(run)), live);
    }

    /** What the page about a run that trains asks for anew after each epoch. */
    public static String data(Path run, Live live) {
        return Page.json(new Content(read(List.of(run)), live));
    }

    /**
     * What the page shows of runs.
     *
     * @throws dev.gumbel.vae.train.TrainingException if one is no run
     * @throws ReportException if one cannot be read
     */
    static List<RunData> read(List<Path> runs) {
        List<String> names = runs.stream().map(run -> run.toAbsolutePath().normalize().getFileName()).map(String::valueOf).toList();
        boolean alike = names.stream().distinct().count() < names.size();
        return Stream.iterate(0, i -> i < runs.size(), i -> i + 1)
                .map(i -> RunReader.read(runs.get(i), alike ? runs.get(i).toString() : names.get(i), runs.size() == 1)).toList();
    }

    private static String page(List<RunData> runs, @Nullable Live live) {
        String title = runs.stream().map(RunData::name).collect(Collectors.joining(", "));
        return Page.of(Map.of(
                "title", escaped(title),
                "connect", CONNECT,
                "style", Page.webJar(CHARTS, "uPlot.min.css") + Page.house("page.css"),
                "charts", Page.webJar(CHARTS, "uPlot.iife.min.js"),
                "script", SCRIPTS.stream().map(name -> Page.house("script/" + name + ".js")).collect(Collectors.joining("\n")),
                "content", Page.embedded(new Content(runs, live))));
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }
}

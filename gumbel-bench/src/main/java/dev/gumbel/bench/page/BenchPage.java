package dev.gumbel.bench.page;

import dev.gumbel.bench.result.Disturbance;
import dev.gumbel.bench.result.LossCurve;
import dev.gumbel.bench.result.Results;
import dev.gumbel.bench.result.Summary;
import dev.gumbel.bench.result.Summary.Group;
import dev.gumbel.vae.report.Page;
import java.util.List;
import java.util.Map;

/** Results as one page that needs nothing else, neither beside it nor from a network. */
public final class BenchPage {
    private static final String OWN = "/dev/gumbel/bench/page/";

    private BenchPage() {}

    /** What the page's scripts are given. */
    private record Content(
            String gumbel, String date, Results.Machine machine, Results.Plan plan, List<Results.Measured> subjects, List<Group> groups,
            List<LossCurve> curves, String busy) {}

    public static String of(Results results) {
        Content content = new Content(results.gumbel(), results.date(), results.machine(), results.plan(), results.subjects(), Summary.of(results),
                LossCurve.of(results), Disturbance.line(results));
        return Page.of(Map.of(
                "title", "Benchmarks",
                "connect", "",
                "style", Page.house("page.css") + Page.resource(OWN + "page.css"),
                "charts", Page.webJar("echarts", "echarts.min.js"),
                "script", Page.house("script/elements.js") + Page.resource(OWN + "charts.js") + Page.resource(OWN + "sections.js"),
                "content", Page.embedded(content)));
    }
}

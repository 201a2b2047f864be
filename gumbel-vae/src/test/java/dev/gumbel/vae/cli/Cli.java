package dev.gumbel.vae.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What a run of the command line in this JVM came to. */
record Cli(int code, List<String> out, List<String> err) {
    private static final List<String> TINY = List.of(
            "train", "--backend", "reference", "--hidden", "8", "--latents", "2", "--categories", "3", "--batch-size", "10",
            "--epochs", "2", "--log-interval", "2");

    static Cli run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), arguments);
        return new Cli(code, out.toString().lines().toList(), err.toString().lines().toList());
    }

    /** A training that the reference finishes in a blink. */
    static Cli train(Path data, Path out, String... more) {
        return run(tiny(data, out, more));
    }

    /** The arguments of such a training; what is given in {@code more} takes the place of its own. */
    static String[] tiny(Path data, Path out, String... more) {
        List<String> arguments = new ArrayList<>(TINY);
        for (String given : more) {
            int same = given.startsWith("--") ? arguments.indexOf(given) : -1;
            if (same >= 0) {
                arguments.subList(same, same + 2).clear();
            }
        }
        Collections.addAll(arguments, "--data", data.toString(), "--out", out.toString());
        Collections.addAll(arguments, more);
        return arguments.toArray(String[]::new);
    }
}

package dev.gumbel.bench.cli;

import dev.gumbel.vae.cli.Main;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** What a run of the command line in this JVM came to. */
record InProcess(int code, List<String> out, List<String> err) {
    /** Options whose values are files. */
    private static final Set<String> FILES = Set.of("--out", "--compare");

    /** Files are looked for in a folder. */
    static InProcess run(Path folder, String... arguments) {
        String[] words = arguments.clone();
        String option = "";
        for (int i = 0; i < words.length; i++) {
            if (words[i].startsWith("--")) {
                option = words[i];
            } else if (FILES.contains(option)) {
                words[i] = folder.resolve(words[i]).toString();
            }
        }
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Main.run(new PrintWriter(out, true), new PrintWriter(err, true), words);
        return new InProcess(code, out.toString().lines().toList(), err.toString().lines().toList());
    }
}

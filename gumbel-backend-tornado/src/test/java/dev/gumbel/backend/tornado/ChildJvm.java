package dev.gumbel.backend.tornado;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A process of its own with TornadoVM's flags, for what would leave TornadoVM broken in this one. */
final class ChildJvm {
    private ChildJvm() {}

    /** What a program of this class path prints; its other lines, which are the library's, are left out. */
    static List<String> run(Class<?> main, List<String> flags, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        return output(main, flags, environment, arguments).lines().filter(line -> line.startsWith(": ")).map(line -> line.substring(2)).toList();
    }

    /** All that a program of this class path prints. */
    static String output(Class<?> main, List<String> flags, Map<String, String> environment, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(), "@" + System.getenv(TornadoProvider.HOME) + "/tornado-argfile"));
        command.addAll(flags);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectError(Redirect.DISCARD);
        builder.environment().putAll(environment);
        Process process = builder.start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        process.waitFor();
        return out;
    }
}

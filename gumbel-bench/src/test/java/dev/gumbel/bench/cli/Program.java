package dev.gumbel.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.vae.cli.Main;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The program as a process of its own, in a folder of its own: what a person at a shell has. */
record Program(Process process, Path out, Path err) {
    /** Those of the launcher script. */
    private static final List<String> FLAGS = List.of(
            "--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow",
            "-Dguice_custom_class_loading=CHILD", "-XX:+UseSerialGC");

    static Program start(Path folder, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(ProcessHandle.current().info().command().orElseThrow()));
        command.addAll(FLAGS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
        command.addAll(List.of(arguments));
        Path streams = Files.createTempDirectory("gumbel-bench");
        Path out = streams.resolve("out");
        Path err = streams.resolve("err");
        return new Program(
                new ProcessBuilder(command).directory(folder.toFile()).redirectOutput(out.toFile()).redirectError(err.toFile()).start(), out, err);
    }

    int finish() throws InterruptedException {
        try {
            assertThat(process.waitFor(300, TimeUnit.SECONDS)).as("ended within five minutes").isTrue();
            return process.exitValue();
        } finally {
            process.destroyForcibly();
        }
    }

    List<String> lines() throws IOException {
        return Files.readAllLines(out);
    }

    /** Without the JVM's own line. */
    List<String> errors() throws IOException {
        return Files.readAllLines(err).stream().filter(line -> !line.startsWith("WARNING: Using incubator modules")).toList();
    }
}

package dev.gumbel.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;

/** A script run by an interpreter that has PyTorch, {@code -Dgumbel.torch.python=PYTHON}; it answers each line with one that holds a number. */
final class Torch implements AutoCloseable {
    private static final String PYTHON = System.getProperty("gumbel.torch.python", "");
    private final Process process;
    private final BufferedReader answers;

    Torch(String script) throws IOException {
        process = new ProcessBuilder(PYTHON, Path.of("src/test/resources", script).toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT).start();
        answers = process.inputReader();
    }

    static boolean isNamed() {
        return !PYTHON.isEmpty();
    }

    double ask(String question) throws IOException {
        process.outputWriter().write(question + System.lineSeparator());
        process.outputWriter().flush();
        return Double.parseDouble(answers.readLine());
    }

    @Override
    public void close() throws IOException {
        answers.close();
        process.destroy();
    }
}

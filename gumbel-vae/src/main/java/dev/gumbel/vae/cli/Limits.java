package dev.gumbel.vae.cli;

import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the system gives this JVM too little of: memory, files, threads, letters. */
final class Limits {
    /** What Java reads in place of bytes that the locale cannot spell. */
    private static final String UNSPELLABLE = "\uFFFD";

    /** Of the names of files. */
    private static final String ENCODING = System.getProperty("sun.jnu.encoding", "UTF-8");

    private Limits() {}

    /** The line that says what is exhausted and what to do, if that is behind a failure. */
    static Optional<String> reached(Throwable failure) {
        Set<Throwable> seen = new HashSet<>();
        for (@Nullable Throwable cause = failure; cause != null && seen.add(cause); cause = cause.getCause()) {
            String message = String.valueOf(cause.getMessage());
            if (message.contains("Too many open files")) {
                return Optional.of("too many open files; allow more of them (ulimit -n 1024)");
            }
            if (message.startsWith("unable to create native thread") || message.contains("error=11,")) {
                return Optional.of("no more threads or processes can be started; allow more of them (ulimit -u, or the container's limit of "
                        + "processes), or end others");
            }
            if (cause instanceof InvalidPathException path && !ENCODING.equals("UTF-8")) {
                return Optional.of(unspellable("path", path.getInput()));
            }
            if (cause instanceof OutOfMemoryError) {
                return Optional.of(message + "; lower --limit, --batch-size, --latents, --categories or --hidden, "
                        + "or give the JVM more (GUMBEL_JVM_OPTS=-Xmx8g)");
            }
        }
        return Optional.empty();
    }

    /** The line about an argument that did not reach Java whole; it would name another file than was meant. */
    static Optional<String> unspellable(String... arguments) {
        return Arrays.stream(arguments).filter(argument -> argument.contains(UNSPELLABLE)).findFirst()
                .map(argument -> unspellable("argument", argument.replace(UNSPELLABLE, "?")));
    }

    private static String unspellable(String what, String text) {
        return "'%s': the locale's encoding (%s) cannot spell this %s; set LC_ALL=C.UTF-8".formatted(text, ENCODING, what);
    }
}

package dev.gumbel.backend.tornado;

import dev.gumbel.backend.BackendException;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The door to TornadoVM, which is one in each process. After an exception it may answer with old results without a word, so it is never used again.
 */
final class Tornado {
    /** What a stack trace in a message begins with. */
    private static final Pattern STACK = Pattern.compile("Stacktrace: |\\[\\S+\\(\\S+:\\d+\\)|at \\S+\\(");

    /** What colours a message. */
    private static final Pattern COLOUR = Pattern.compile("\\u001B\\[[0-9;]*m");

    private static volatile @Nullable Throwable broken;

    private Tornado() {}

    /** The value of a call into TornadoVM. */
    static <T> T call(String what, Supplier<T> use) {
        Throwable earlier = broken;
        if (earlier != null) {
            throw new BackendException("backend 'tornado': TornadoVM has failed in this process before (%s): its results cannot be trusted any more, "
                    .formatted(describe(earlier)) + "start a new process", earlier);
        }
        try {
            return use.get();
        } catch (RuntimeException | Error failure) {
            broken = failure;
            String cache = PoclCache.fault(System.getenv()).map(fault -> "; " + fault).orElse("");
            throw new BackendException("backend 'tornado': %s: TornadoVM failed: %s%s; its results cannot be trusted any more, start a new process"
                    .formatted(what, describe(failure), cache), failure);
        }
    }

    static void run(String what, Runnable use) {
        call(what, () -> {
            use.run();
            return true;
        });
    }

    /** The cause of all, in one line. TornadoVM tells the reason of a bail-out on a later line of the message, and a stack trace on the last ones. */
    static String describe(Throwable failure) {
        Throwable first = failure;
        while (first.getCause() != null) {
            first = first.getCause();
        }
        return COLOUR.matcher(first.toString()).replaceAll("").lines().map(String::strip)
                .takeWhile(line -> !STACK.matcher(line).lookingAt()).filter(line -> !line.isEmpty()).collect(Collectors.joining(" "));
    }

    /** Whether nothing has failed yet. */
    static boolean isSound() {
        return broken == null;
    }
}

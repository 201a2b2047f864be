package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.function.Executable;

/** That something is refused, and that the message names what is wrong. */
final class Refusals {
    private Refusals() {}

    static void assertRefused(Class<? extends RuntimeException> type, Executable use, String... named) {
        RuntimeException refusal = assertThrows(type, use);
        String message = String.valueOf(refusal.getMessage());
        for (String name : named) {
            assertTrue(message.contains(name), () -> "the message names '%s': %s".formatted(name, message));
        }
    }

    static void assertIllegalState(Executable... uses) {
        for (int i = 0; i < uses.length; i++) {
            assertThrows(IllegalStateException.class, uses[i], "use " + i);
        }
    }

    /** The use, on a thread of its own. */
    static Executable elsewhere(Executable use) {
        return () -> {
            CompletableFuture<Void> done = new CompletableFuture<>();
            Thread.ofPlatform().name("elsewhere").start(() -> {
                try {
                    use.execute();
                    done.complete(null);
                } catch (Throwable failure) {
                    done.completeExceptionally(failure);
                }
            });
            try {
                done.get();
            } catch (ExecutionException failure) {
                throw failure.getCause();
            }
        };
    }
}

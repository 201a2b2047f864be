package dev.gumbel.backend;

import java.util.function.Supplier;

/**
 * Runs what looks for classes through the context class loader. Threads of a pool may have another one than the program was loaded by, as those of
 * Spring Boot's fat jars do; what a library looks for through it, it would not find there.
 */
public final class ContextLoader {
    private ContextLoader() {}

    /** What an action returns while the context class loader of this thread is the one that loaded a class. */
    public static <T> T of(Class<?> type, Supplier<T> action) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(type.getClassLoader());
        try {
            return action.get();
        } finally {
            thread.setContextClassLoader(before);
        }
    }
}

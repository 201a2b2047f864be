package dev.gumbel.vae;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;

/**
 * A program whose classes all come from a loader of their own, as Spring Boot's fat jars load them, and that asks for a backend on a thread of the
 * common pool, whose context class loader is the system's.
 */
final class FatJar {
    private FatJar() {}

    /** The class path, and the backend's name, are the arguments. */
    public static void main(String[] arguments) throws Exception {
        URL[] urls = Stream.of(arguments[0].split(System.getProperty("path.separator"))).map(FatJar::url).toArray(URL[]::new);
        try (URLClassLoader program = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader())) {
            System.out.println(CompletableFuture.supplyAsync(() -> select(program, arguments[1])).get());
        }
        // Threads of libraries may hold the JVM.
        System.exit(0);
    }

    private static URL url(String entry) {
        try {
            return Path.of(entry).toUri().toURL();
        } catch (MalformedURLException impossible) {
            throw new IllegalArgumentException(entry, impossible);
        }
    }

    private static Object select(ClassLoader program, String name) {
        try {
            Class<?> locator = program.loadClass("dev.gumbel.backend.BackendLocator");
            Object backend = locator.getMethod("select", String.class).invoke(locator.getMethod("standard").invoke(null), name);
            return program.loadClass("dev.gumbel.backend.Backend").getMethod("capabilities").invoke(backend);
        } catch (ReflectiveOperationException failure) {
            throw new CompletionException(failure);
        }
    }
}

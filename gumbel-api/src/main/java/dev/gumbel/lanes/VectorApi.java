package dev.gumbel.lanes;

import java.util.Optional;

/** Whether the JDK's Vector API is there; a class that names it must be loaded only where it is. */
public final class VectorApi {
    /** System property: {@code false} keeps to plain loops. */
    public static final String PROPERTY = "gumbel.vector";
    private static final String MODULE = "jdk.incubator.vector";

    private VectorApi() {}

    /** Apart, so that the class that names the Vector API is loaded no earlier than this is called. */
    static Simd simd() {
        return new WarmingSimd();
    }

    static Optional<Products> products(WorkerPool workers) {
        return Vectors.areLong() ? Optional.of(new WarmingProducts(workers)) : Optional.empty();
    }

    /** Whether the JVM was started with {@code --add-modules jdk.incubator.vector}, and was not told to leave it. */
    public static boolean isUsable() {
        return ModuleLayer.boot().findModule(MODULE).isPresent() && !"false".equals(System.getProperty(PROPERTY));
    }
}

package dev.gumbel.kernels.simd;

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

    static MatrixProducts products(WorkerPool workers) {
        return Vectors.areLong() ? new WarmingProducts(workers) : MatrixProducts.scalar();
    }

    /** What computes, as in {@code 512-bit vectors}. */
    public static String description() {
        return isUsable() ? Vectors.FLOATS * Float.SIZE + "-bit vectors" : "no Vector API";
    }

    /** That Java computes, as in {@code Java, 512-bit vectors}. */
    public static String computes() {
        return "Java, " + description();
    }

    /** That a library computes what is large and Java passes over the results, as in {@code PyTorch 2.7.1 (products), Java ... (fused passes)}. */
    public static String computesBeside(String library) {
        return "%s (products), %s (fused passes)".formatted(library, computes());
    }

    /** Whether the JVM was started with {@code --add-modules jdk.incubator.vector}, and was not told to leave it. */
    public static boolean isUsable() {
        return ModuleLayer.boot().findModule(MODULE).isPresent() && !"false".equals(System.getProperty(PROPERTY));
    }
}

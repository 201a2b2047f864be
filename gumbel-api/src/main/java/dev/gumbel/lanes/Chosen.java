package dev.gumbel.lanes;

/** The implementation of this JVM, chosen when first asked for. */
final class Chosen {
    static final Lanes LANES = VectorApi.isUsable() ? Vectors.create() : new ScalarLanes();

    private Chosen() {}

    /** Apart, so that the class that names the Vector API is not loaded without it. */
    private static final class Vectors {
        static Lanes create() {
            return new VectorLanes();
        }
    }
}

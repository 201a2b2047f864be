package dev.gumbel.bench.table;

import java.util.Optional;

/** Who is measured: a backend of Gumbel's with one setting of kernels, the same work as users of a library write it, or the least it could cost. */
public interface Subject {
    /** Java computes all. */
    String JAVA = "Java";
    /** The library computes all. */
    String LIBRARY = "library";
    /** The library computes products and whatever else is large, Java the passes in between. */
    String BOTH = "library+Java";

    /** What a subject is in comparisons. */
    enum Role {
        /** Gumbel on a backend. */
        BACKEND,
        /** The same work written as users of a library write it. */
        PEER,
        /** The least that a training step costs with a library, or in Java, and one pass over Adam's bytes. */
        FLOOR
    }

    /** Unique, and one word, as in {@code djl/fused}. */
    String name();

    /** What it is, for people. */
    String title();

    /** The backend whose library does its matrix products, or which does them itself: what it may be compared with. */
    String library();

    Role role();

    /** Loads the library, with so many threads; returns its version. To be called before {@link #open}. */
    String load(int threads);

    /** Who computes what, for people, once it is loaded: as in {@code PyTorch 2.7.1 (products), Java, 512-bit vectors (fused passes)}. */
    String computes();

    /** The same in a word: {@link #JAVA}, {@link #LIBRARY} or {@link #BOTH}. */
    String by();

    /** A case made ready, or nothing where the subject has no such work. */
    Optional<Work> open(Case wanted);
}

package dev.gumbel.bench.table;

import java.util.Optional;

/** Who is measured: a backend of Gumbel's with one kernel setting, or the same work as users of a library write it, or the least it could cost. */
public interface Subject {
    /** What a subject is in comparisons. */
    enum Role {
        /** Gumbel on a backend. */
        BACKEND,
        /** The same work written as users of a library write it. */
        PEER,
        /** The matrix products of a training step and one pass over Adam's bytes, nothing else. */
        FLOOR
    }

    /** Unique, and one word, as in {@code djl/host}. */
    String name();

    /** What it is, for people. */
    String title();

    /** The library that does its matrix products: what it may be compared with. */
    String library();

    Role role();

    /** Loads the library, with so many threads; returns its version. To be called before {@link #open}. */
    String load(int threads);

    /** A case made ready, or nothing where the subject has no such work. */
    Optional<Work> open(Case wanted);
}

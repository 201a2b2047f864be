package dev.gumbel.bench.run;

import java.util.Map;

/** What the C library of a JVM that measures does with memory that is freed. */
public enum Memory {
    /** It is kept in all of them: nobody pays for fresh pages, and nobody is the faster for having asked for that. */
    KEPT,
    /** As whoever uses a library finds it: glibc gives large blocks back, but where Gumbel's DJL backend asks it to keep them. */
    OWN;

    /** The thresholds that Gumbel's DJL backend asks for; 32 MB is the most that glibc takes. */
    private static final Map<String, String> THRESHOLDS = Map.of(
            "MALLOC_MMAP_THRESHOLD_", Integer.toString(32 << 20),
            "MALLOC_TRIM_THRESHOLD_", Integer.toString(1 << 30));

    /** Changes the environment of a process; a threshold that is set stays. */
    void prepare(Map<String, String> environment) {
        if (this == KEPT) {
            THRESHOLDS.forEach(environment::putIfAbsent);
        }
    }
}

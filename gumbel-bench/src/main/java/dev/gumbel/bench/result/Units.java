package dev.gumbel.bench.result;

import java.util.Locale;

/** Units of time that keep numbers short. */
enum Units {
    NANOSECONDS("ns", 1),
    MICROSECONDS("us", 1e3),
    MILLISECONDS("ms", 1e6),
    SECONDS("s", 1e9);

    private final String word;
    private final double nanos;

    Units(String word, double nanos) {
        this.word = word;
        this.nanos = nanos;
    }

    /** The largest unit of which there is at least one. */
    static Units of(double nanos) {
        Units best = NANOSECONDS;
        for (Units unit : values()) {
            if (nanos >= unit.nanos) {
                best = unit;
            }
        }
        return best;
    }

    String word() {
        return word;
    }

    /** With three significant digits. */
    String show(double time) {
        double value = time / nanos;
        return String.format(Locale.ROOT, value >= 100 ? "%.0f" : value >= 10 ? "%.1f" : "%.2f", value);
    }
}

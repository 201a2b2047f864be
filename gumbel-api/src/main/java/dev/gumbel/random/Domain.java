package dev.gumbel.random;

/** What random numbers are drawn for; different domains never share a draw. The codes are part of noise v1. */
public enum Domain {
    TRAIN(0),
    EVALUATE(1),
    RECONSTRUCT(2),
    SAMPLE(3),
    INITIALISE(4),
    SHUFFLE(5);

    private final int code;

    Domain(int code) {
        this.code = code;
    }

    /** The number that stands for the domain in the generator's counter. */
    public int code() {
        return code;
    }
}

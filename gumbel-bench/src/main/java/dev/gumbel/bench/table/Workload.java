package dev.gumbel.bench.table;

import dev.gumbel.op.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The table: what is measured, and at which sizes. */
public enum Workload {
    TRAIN("Training step", "images a batch", "Forward, gradient and Adam, from images on the host to the loss on the host.",
            List.of("10", "100", "1000"), List.of("10", "100", "1000")),
    EVALUATE("Evaluation", "images a batch", "The loss alone, without gradients.", List.of("10", "100", "1000"), List.of("100")),
    FIRST("First result", "images a batch", "From the start of a JVM to the loss of its first training step.", List.of("100"), List.of("100")),
    OPEN("Opening", "images a batch", "A model made ready to train, with fresh weights, and closed again.", List.of("100"), List.of("100")),
    SOFT("Gumbel-softmax, soft", "rows x classes", "A relaxed sample, with its noise.", softmaxes(), List.of()),
    HARD("Gumbel-softmax, hard", "rows x classes", "A one-hot sample, with its noise.", softmaxes(), List.of()),
    SOFT_GRADIENT("Gumbel-softmax, soft, and gradient", "rows x classes", "A sample and the gradient of a weighted sum.",
            softmaxes(), List.of("3000x10")),
    HARD_GRADIENT("Gumbel-softmax, hard, and gradient", "rows x classes", "A straight-through sample and the gradient of a weighted sum.",
            softmaxes(), List.of("3000x10")),
    NOISE("Gumbel noise", "numbers", "Drawn anew each time.", List.of("100", "30000", "1000000"), List.of()),
    PRODUCT("Matrix product", "rows", "By a matrix of 784 x 512.", List.of("10", "100", "1000"), List.of()),
    LINEAR("Linear layer", "rows", "784 to 512, with bias and ReLU.", List.of("10", "100", "1000"), List.of("100")),
    ADAM("Adam", "weights", "One step; the gradient is given.", List.of("1221180"), List.of("1221180"));

    private final String title;
    private final String counts;
    private final String explanation;
    private final List<String> sizes;
    private final List<String> quickSizes;

    Workload(String title, String counts, String explanation, List<String> sizes, List<String> quickSizes) {
        this.title = title;
        this.counts = counts;
        this.explanation = explanation;
        this.sizes = sizes;
        this.quickSizes = quickSizes;
    }

    private static List<String> softmaxes() {
        return List.of("3000x10", "1000x1000", "100x50000");
    }

    /** The word by which people choose it, as in {@code soft-gradient}. */
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public String title() {
        return title;
    }

    /** What its sizes count. */
    public String counts() {
        return counts;
    }

    /** A sentence on what one operation does. */
    public String explanation() {
        return explanation;
    }

    /** Whether an operation has a loss that tells how far a training has come. */
    public boolean trains() {
        return this == TRAIN;
    }

    public List<String> sizes(boolean quick) {
        return quick ? quickSizes : sizes;
    }

    public static Workload of(String word) {
        return Stream.of(values()).filter(workload -> workload.word().equals(word)).findFirst().orElseThrow(() -> new IllegalArgumentException(
                "no workload '%s', there is %s".formatted(word, String.join(", ", words()))));
    }

    public static List<String> words() {
        return Stream.of(values()).map(Workload::word).toList();
    }

    /** A size as its extents: 3000x10 as [3000, 10]. */
    public static Shape shape(String size) {
        return Shape.of(Arrays.stream(size.split("x")).mapToInt(Integer::parseInt).toArray());
    }
}

package dev.gumbel.graph;

import dev.gumbel.op.Claimable;
import dev.gumbel.op.Fused;
import java.util.function.Predicate;

/** Turns a program into the one a backend compiles: simplified, and of ops that the backend knows. */
public final class Lowering {
    private Lowering() {}

    /** The program with every fused op and update that is not claimed replaced by its derivation, simplified. Output names are kept. */
    public static Program lower(Program program, Predicate<Claimable> claimed) {
        Simplifier simplifier = new Simplifier();
        Rewriter rewriter = new Rewriter(tensor -> tensor.op() instanceof Fused fused && !claimed.test(fused)
                ? Decompositions.derive(fused, tensor.inputs())
                : simplifier.simplify(tensor));
        return program.expand(claimed).map(rewriter::rewrite);
    }

    /** The program without repeated, constant, needless and dead computations; the ops stay as fused as they are. */
    public static Program simplify(Program program) {
        return lower(program, claimable -> true);
    }
}

package dev.gumbel.backend.array;

import dev.gumbel.backend.CheckException;
import dev.gumbel.graph.Program;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Selection;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.LongStream;

/**
 * A condition on a value inside a program that runs checked, looked at as soon as the value is there and before any update.
 *
 * @param output the name under which the program hands the value out
 * @param subject what the value is, for the message
 * @param problem what is wrong with a value, if anything
 */
public record RuntimeCheck(String output, Tensor value, String subject, Function<HostTensor, Optional<String>> problem) {

    /** The checks of a program: logits, temperatures, ids, and no NaN in updates and outputs. */
    public static List<RuntimeCheck> of(Program program) {
        List<RuntimeCheck> checks = new ArrayList<>();
        for (Tensor tensor : program.tensors()) {
            String op = tensor.op().label();
            switch (tensor.op()) {
                case Fused.GumbelSoftmax _ -> {
                    add(checks, op + " logits", tensor.inputs().get(0), RuntimeCheck::logits);
                    add(checks, op + " temperature", tensor.inputs().get(2), RuntimeCheck::temperature);
                }
                case Fused.Softmax _, Fused.CategoricalKl _ -> add(checks, op + " logits", tensor.inputs().getFirst(), RuntimeCheck::logits);
                case Selection.OneHotArgmax _ -> add(checks, op + " input", tensor.inputs().getFirst(), RuntimeCheck::masked);
                case Selection.Gather _ -> addIds(checks, op, tensor.inputs().get(1), tensor.inputs().getFirst().shape().dim(0));
                case Selection.ScatterAdd(int rows) -> addIds(checks, op, tensor.inputs().get(1), rows);
                default -> { }
            }
        }
        program.updates().forEach(update -> update.inputs().forEach(input ->
                add(checks, "update of variable '" + update.variables().getFirst().name() + "'", input, RuntimeCheck::finiteOrInfinite)));
        program.outputs().forEach((name, tensor) -> add(checks, "output '" + name + "'", tensor, RuntimeCheck::finiteOrInfinite));
        return checks;
    }

    private static void add(List<RuntimeCheck> checks, String subject, Tensor value, Function<HostTensor, Optional<String>> problem) {
        // A name that no user gives.
        checks.add(new RuntimeCheck("\0check " + checks.size(), value, subject, problem));
    }

    private static void addIds(List<RuntimeCheck> checks, String op, Tensor ids, int rows) {
        add(checks, op + " ids", ids, values -> first(values, id -> id < 0 || id >= rows, "outside [0, " + rows + ")"));
    }

    /** The program with the checked values among its outputs. */
    public static Program watched(Program program, List<RuntimeCheck> checks) {
        if (checks.isEmpty()) {
            return program;
        }
        Program.Builder builder = Program.named(program.name()).domain(program.domain()).updates(program.updates());
        program.outputs().forEach(builder::output);
        checks.forEach(check -> builder.output(check.output(), check.value()));
        return builder.build();
    }

    /**
     * Looks at the value of one run.
     *
     * @throws CheckException naming the program, the step and what is wrong
     */
    public void verify(HostTensor value, String program, long step) {
        problem.apply(value).ifPresent(what -> {
            throw new CheckException("program '%s', step %d: %s: %s".formatted(program, step, subject, what));
        });
    }

    private static Optional<String> logits(HostTensor logits) {
        int columns = logits.shape().last();
        return LongStream.range(0, logits.shape().size())
                .filter(i -> Double.isNaN(logits.get(i)) || logits.get(i) == Double.POSITIVE_INFINITY)
                .mapToObj(i -> "row %d holds %s at class %d, expected a number or -Infinity (masked)".formatted(
                        i / columns, logits.get(i), i % columns))
                .findFirst()
                .or(() -> masked(logits));
    }

    private static Optional<String> masked(HostTensor logits) {
        int columns = logits.shape().last();
        for (long row = 0; row < logits.shape().rows(); row++) {
            long start = row * columns;
            if (LongStream.range(start, start + columns).allMatch(i -> logits.get(i) == Double.NEGATIVE_INFINITY)) {
                return Optional.of("row %d is fully masked (all -Infinity), expected at least one class".formatted(row));
            }
        }
        return Optional.empty();
    }

    private static Optional<String> temperature(HostTensor temperature) {
        double value = temperature.item();
        return value > 0 && Double.isFinite(value) ? Optional.empty() : Optional.of(value + ", expected a finite number above 0");
    }

    private static Optional<String> finiteOrInfinite(HostTensor output) {
        return first(output, Double::isNaN, "not a number");
    }

    private static Optional<String> first(HostTensor values, DoublePredicate wrong, String what) {
        for (long i = 0; i < values.shape().size(); i++) {
            if (wrong.test(values.get(i))) {
                return Optional.of("element %d of %s is %s, %s".formatted(i, values.shape(), values.get(i), what));
            }
        }
        return Optional.empty();
    }
}

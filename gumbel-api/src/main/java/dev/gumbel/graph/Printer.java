package dev.gumbel.graph;

import dev.gumbel.op.Leaf;
import dev.gumbel.op.Op;
import dev.gumbel.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Programs as text to read and compare, and as DOT to draw. */
public final class Printer {
    private Printer() {}

    /** One line a tensor, inputs first: number, signature, op, inputs; then outputs and updates. */
    public static String text(Program program) {
        Map<Tensor, Integer> numbers = number(program);
        StringBuilder text = new StringBuilder("program %s (%s)%n".formatted(program.name(), program.domain()));
        program.tensors().forEach(tensor -> text.append("  %%%d: %s = %s(%s)%n".formatted(
                numbers.get(tensor), tensor.signature(), describe(tensor.op()), references(tensor.inputs(), numbers))));
        program.outputs().forEach((name, tensor) -> text.append("  output %s = %%%d%n".formatted(name, numbers.get(tensor))));
        program.updates().forEach(update -> text.append("  %s%n".formatted(describe(update, numbers))));
        return text.toString();
    }

    /** The graph in Graphviz' DOT language. */
    public static String dot(Program program) {
        Map<Tensor, Integer> numbers = number(program);
        StringBuilder dot = new StringBuilder("digraph \"%s\" {%n  node [shape=box];%n".formatted(escape(program.name())));
        int number = 0;
        for (Tensor tensor : program.tensors()) {
            String label = "%s\\n%s".formatted(describe(tensor.op()), tensor.signature());
            dot.append("  t%d [label=\"%s\"];%n".formatted(number, escape(label)));
            for (Tensor input : tensor.inputs()) {
                dot.append("  t%d -> t%d;%n".formatted(numbers.get(input), number));
            }
            number++;
        }
        int output = 0;
        for (Map.Entry<String, Tensor> entry : program.outputs().entrySet()) {
            dot.append("  o%d [shape=oval, label=\"%s\"];%n".formatted(output, escape(entry.getKey())));
            dot.append("  t%d -> o%d;%n".formatted(numbers.get(entry.getValue()), output++));
        }
        return dot.append("}\n").toString();
    }

    private static String escape(String text) {
        return text.replace("\"", "\\\"");
    }

    private static Map<Tensor, Integer> number(Program program) {
        Map<Tensor, Integer> numbers = new HashMap<>();
        program.tensors().forEach(tensor -> numbers.put(tensor, numbers.size()));
        return numbers;
    }

    private static String describe(Op op) {
        return switch (op) {
            case Leaf.Input input -> "input '%s'".formatted(input.name());
            case Leaf.Variable variable -> "variable '%s'".formatted(variable.name());
            case Leaf.Random random -> "%s noise '%s'%s".formatted(
                    random.kind().label(), random.name(), random.perRow() || random.shape().rank() == 0 ? "" : ", not per row");
            case Leaf.StepScalar scalar -> "%s of '%s'".formatted(scalar.function(), scalar.counter().name());
            case Leaf.Constant constant -> constant.toString();
            case Record plain when plain.getClass().getRecordComponents().length == 0 -> op.label();
            default -> op.toString();
        };
    }

    private static String describe(Update update, Map<Tensor, Integer> numbers) {
        String values = references(update.inputs(), numbers);
        return switch (update) {
            case Update.Assign assign -> "assign '%s' = %s".formatted(assign.variable().name(), values);
            case Update.Count count -> "count '%s'".formatted(count.counter().name());
            case Update.AdamUpdate adam -> "adam '%s' by (%s), beta %s %s, epsilon %s".formatted(
                    adam.variable().name(), values, adam.beta1(), adam.beta2(), adam.epsilon());
        };
    }

    private static String references(List<Tensor> tensors, Map<Tensor, Integer> numbers) {
        return tensors.stream().map(tensor -> "%" + numbers.get(tensor)).collect(Collectors.joining(", "));
    }
}

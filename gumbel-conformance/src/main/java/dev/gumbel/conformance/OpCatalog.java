package dev.gumbel.conformance;

import dev.gumbel.op.Leaf;
import dev.gumbel.op.Op;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of all ops, read off the sealed hierarchy, so that a new op is missed at once. */
final class OpCatalog {
    private static final Set<String> WITHOUT_GRADIENT = Set.of(
            "Input", "Variable", "Constant", "Random", "StepScalar", "Detach", "Greater", "GreaterOrEqual", "Equal", "OneHotArgmax");

    private OpCatalog() {}

    /** All that a graph may hold; a counter is the host's. */
    static Set<String> all() {
        return records(Op.class).filter(type -> type != Leaf.Counter.class).map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
    }

    static Set<String> differentiable() {
        Set<String> names = all();
        names.removeAll(WITHOUT_GRADIENT);
        return names;
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord() ? Stream.of(type) : Stream.of(type.getPermittedSubclasses()).flatMap(OpCatalog::records);
    }
}

package dev.gumbel.conformance;

import dev.gumbel.op.Op;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** The names of all ops, read off the sealed hierarchy, so that a new op is missed at once. */
final class OpCatalog {
    private static final Set<String> WITHOUT_GRADIENT = Set.of(
            "Input", "Variable", "Constant", "Random", "Detach", "Greater", "GreaterOrEqual", "Equal", "OneHotArgmax");

    private OpCatalog() {}

    static List<String> differentiable() {
        return records(Op.class).map(Class::getSimpleName).filter(name -> !WITHOUT_GRADIENT.contains(name)).toList();
    }

    private static Stream<Class<?>> records(Class<?> type) {
        return type.isRecord() ? Stream.of(type) : Stream.of(type.getPermittedSubclasses()).flatMap(OpCatalog::records);
    }
}

package dev.gumbel.conformance;

import java.lang.reflect.Method;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

/** Which rules of a suite have run: a test that asks for it as a parameter learns what has run in its class so far. */
final class RuleLog implements AfterTestExecutionCallback, ParameterResolver {
    private static final Pattern RULE = Pattern.compile("(?:required|stochastic|untested)_(c\\d+)_.*");
    private static final Namespace NAMESPACE = Namespace.create(RuleLog.class);

    /** What has run: methods that were judged at least once, methods that were skipped, and how many cases were judged. */
    record Runs(Set<String> judged, Set<String> skipped, AtomicInteger cases) {}

    /** The methods of a class that state a rule, its supertypes' included. */
    static NavigableSet<String> rules(Class<?> suite) {
        return methods(suite).map(Method::getName).filter(name -> RULE.matcher(name).matches()).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<Method> methods(Class<?> type) {
        Stream<Class<?>> above = Stream.concat(Stream.of(type.getInterfaces()), Stream.ofNullable(type.getSuperclass()));
        return Stream.concat(Stream.of(type.getDeclaredMethods()), above.flatMap(RuleLog::methods));
    }

    /** The numbers of rules, as in {@code c41}. */
    static NavigableSet<String> numbers(Collection<String> rules) {
        return rules.stream().map(RULE::matcher).filter(Matcher::matches).map(match -> match.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Override
    public void afterTestExecution(ExtensionContext context) {
        String method = context.getRequiredTestMethod().getName();
        if (RULE.matcher(method).matches()) {
            Runs runs = runs(context);
            if (context.getExecutionException().filter(TestAbortedException.class::isInstance).isPresent()) {
                runs.skipped().add(method);
            } else {
                runs.judged().add(method);
                runs.cases().incrementAndGet();
            }
        }
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Runs.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return runs(context);
    }

    private static Runs runs(ExtensionContext context) {
        return context.getRoot().getStore(NAMESPACE).getOrComputeIfAbsent(context.getRequiredTestClass(),
                _ -> new Runs(new ConcurrentSkipListSet<>(), new ConcurrentSkipListSet<>(), new AtomicInteger()), Runs.class);
    }
}

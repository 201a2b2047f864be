package dev.gumbel.backend.reference;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.reference.SuspectBackend.CaughtBy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** The suite tests itself: each deliberately broken backend fails the rules meant for its fault, by name, and a healthy one fails none. */
class BrokenBackendsTest {
    private static final Pattern RULE = Pattern.compile("[a-z]+_(c\\d+)_.*");
    private static final String COMPLETENESS = "every_rule_has_run";
    /** Rules over long runs of the article's network, which cost more than all others and see what c32 and c86 to c88 see. */
    private static final Set<String> LONG = Set.of("c81", "c82", "c83", "c84", "c85");

    /** The reference behind everything that a fault could be in. */
    static final class Healthy extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return RewritingSession.backend(settings, RewritingSession::unchanged, UnaryOperator.identity());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyFaultIsCaughtByTheRulesMeantForIt() {
        return broken().map(type -> DynamicTest.dynamicTest(type.getSimpleName(), () -> {
            Set<String> meant = new TreeSet<>(List.of(type.getAnnotation(CaughtBy.class).value()));
            assertThat(failedRules(type, meant::contains)).isEqualTo(meant);
        }));
    }

    private static Stream<Class<?>> broken() {
        return Stream.of(BrokenKernels.class, BrokenSessions.class).flatMap(group -> Arrays.stream(group.getDeclaredClasses()))
                .filter(SuspectBackend.class::isAssignableFrom);
    }

    @Test
    void thereAreAsManyFaultsAsAreToldOf() {
        assertThat(broken().toList()).hasSize(43).allMatch(type -> type.isAnnotationPresent(CaughtBy.class));
    }

    @Test
    void theDocumentListsThem() throws IOException {
        List<String> rows = broken().sorted(Comparator.comparing(Class::getSimpleName))
                .map(type -> "| `%s` | %s |".formatted(type.getSimpleName(), String.join(", ", type.getAnnotation(CaughtBy.class).value()))).toList();
        String document = Files.readString(Path.of(System.getProperty("gumbel.root"), "docs", "conformance.md"));
        assertThat(document.lines().filter(line -> line.matches("\\| `\\w+` \\| c\\d+.*"))).containsExactlyElementsOf(rows);
        assertThat(document).contains("the suite %d backends with one fault each".formatted(rows.size()));
    }

    @Test
    void aHealthyBackendBehindTheSameWrappersPasses() {
        assertThat(failedRules(Healthy.class, rule -> !LONG.contains(rule))).isEmpty();
    }

    @Test
    void aClassThatRunsWholeMustRunEveryRule() {
        assertThat(failures(Healthy.class, method -> rule(method).equals("c15") || method.equals(COMPLETENESS))).containsExactly(COMPLETENESS);
    }

    @Test
    void aMethodThatRunsAloneMayRunAlone() {
        assertThat(failures(Healthy.class, method -> rule(method).equals("c15"))).isEmpty();
        assertThat(failures(Healthy.class, method -> method.equals(COMPLETENESS))).isEmpty();
    }

    private static Set<String> failedRules(Class<?> suite, Predicate<String> selected) {
        return failures(suite, method -> !method.equals(COMPLETENESS) && selected.test(rule(method))).stream()
                .map(BrokenBackendsTest::rule).collect(Collectors.toCollection(TreeSet::new));
    }

    /** The methods of a suite that fail, among those selected. */
    private static Set<String> failures(Class<?> suite, Predicate<String> selected) {
        PostDiscoveryFilter filter = descriptor -> FilterResult.includedIf(descriptor.getSource()
                .filter(MethodSource.class::isInstance).map(source -> selected.test(((MethodSource) source).getMethodName())).orElse(true));
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(DiscoverySelectors.selectClass(suite)).filters(filter).build();
        Set<String> failed = new TreeSet<>();
        int[] run = new int[1];
        LauncherFactory.create().execute(request, new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                run[0] += test.isTest() ? 1 : 0;
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    failed.add(test.getSource().filter(MethodSource.class::isInstance)
                            .map(source -> ((MethodSource) source).getMethodName()).orElse(test.getDisplayName()));
                }
            }
        });
        assertThat(run[0]).as("cases run").isPositive();
        return failed;
    }

    /** The number in a method's name; the name itself where there is none. */
    private static String rule(String method) {
        Matcher matcher = RULE.matcher(method);
        return matcher.matches() ? matcher.group(1) : method;
    }
}

package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.backend.Backend;
import dev.gumbel.op.DataType;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * All rules of the contract, to be inherited: a backend's module declares one class {@code ...ConformanceTest} that extends this one and says which
 * backend it is about.
 */
@ExtendWith(RuleLog.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Execution(ExecutionMode.SAME_THREAD)
public abstract class BackendConformanceTest
        implements CheckedConformance, DeterminismConformance, DifferenceConformance, GoldenConformance, HardConformance, LifecycleConformance,
        LimitConformance, NoiseConformance, NoiseKindsConformance, RefusalConformance, SizeConformance, StateConformance, StatisticsConformance,
        TrainingConformance, UpdateConformance, ValueConformance {
    /** How many rules docs/conformance.md lists. */
    private static final int RULES = 74;

    /** The backend under test, with default settings unless a test is about others. */
    @Override
    public abstract Backend backend();

    /** Runs last, and with a class that runs whole: fails where a rule is overridden, disabled or skipped without a capability that allows it. */
    @Test
    @Order(Integer.MAX_VALUE)
    void every_rule_has_run(RuleLog.Runs runs) {
        Set<String> missing = RuleLog.rules(getClass());
        missing.removeAll(runs.judged());
        Assumptions.assumeFalse(runs.judged().isEmpty() && runs.skipped().isEmpty(), "no rule has run: this test looks at the others of its class");
        System.out.printf("conformance: %s: %d rules of %d run in %d cases, not run %s%n", getClass().getSimpleName(),
                RuleLog.numbers(runs.judged()).size(), RULES, runs.cases().get(), RuleLog.numbers(missing));
        assertEquals(RULES, RuleLog.numbers(RuleLog.rules(BackendConformanceTest.class)).size(), "rules stated");
        assertEquals(skippable(), RuleLog.numbers(missing), "rules that have not run");
    }

    /** Rules without a subject, by what the backend declares. */
    private Set<String> skippable() {
        Set<DataType> types = backend().capabilities().types();
        Set<String> rules = new TreeSet<>();
        if (!types.contains(DataType.FLOAT64)) {
            rules.addAll(Set.of("c22", "c24"));
        }
        if (types.containsAll(Set.of(DataType.values()))) {
            rules.add("c106");
        }
        return rules;
    }
}

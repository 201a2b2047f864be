package dev.gumbel.conformance;

import dev.gumbel.backend.Backend;

/**
 * All rules of the contract, to be inherited: a backend's module declares one class {@code ...ConformanceTest} that extends this one and says which
 * backend it is about.
 */
public abstract class BackendConformanceTest
        implements DifferenceConformance, GoldenConformance, NoiseConformance, StatisticsConformance, TrainingConformance, ValueConformance {

    /** The backend under test, with default settings unless a test is about others. */
    @Override
    public abstract Backend backend();
}

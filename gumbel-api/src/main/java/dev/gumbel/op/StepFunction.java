package dev.gumbel.op;

/** A function of the number of a step. It has a name, its {@link #toString}, by which graphs are printed; equal ones are computed once. */
@FunctionalInterface
public interface StepFunction {

    /**
     * The value in a step.
     *
     * @param step the number of the step, counted from 1
     */
    double at(long step);

    /** 1 / (1 - beta^t): takes an exponential moving average that began at 0 to its expectation (Kingma and Ba 2015, section 3). */
    record BiasCorrection(double beta) implements StepFunction {
        @Override
        public double at(long step) {
            return 1 / (1 - Math.pow(beta, step));
        }
    }

    /** 1 / sqrt(1 - beta^t): the same for the root of such an average. */
    record RootBiasCorrection(double beta) implements StepFunction {
        @Override
        public double at(long step) {
            return 1 / Math.sqrt(1 - Math.pow(beta, step));
        }
    }
}

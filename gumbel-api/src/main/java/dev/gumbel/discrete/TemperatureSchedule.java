package dev.gumbel.discrete;

/** The temperature of each batch of a training, a function of where it stands, so that a run can resume anywhere. */
@FunctionalInterface
public interface TemperatureSchedule {

    /**
     * The temperature of a batch.
     *
     * @param step batches since training began, from 0
     * @param batch batches since the epoch began, from 0
     */
    double at(long step, long batch);

    /**
     * One temperature throughout.
     *
     * @throws IllegalArgumentException if it is not finite and above 0
     */
    static TemperatureSchedule constant(double temperature) {
        requirePositive("temperature", temperature);
        return (step, batch) -> temperature;
    }

    /** max(start exp(-rate step), floor) (Jang et al. 2017, section 4.1). */
    static TemperatureSchedule exponential(double start, double rate, double floor) {
        requireAnnealing(start, rate, floor);
        return (step, batch) -> Math.max(start * Math.exp(-rate * step), floor);
    }

    /**
     * The article's: each epoch begins at {@code start}; after a batch i of the epoch with i mod 100 = 1 the temperature becomes
     * max(temperature exp(-rate i), floor).
     */
    static TemperatureSchedule article(double start, double rate, double floor) {
        requireAnnealing(start, rate, floor);
        return (step, batch) -> {
            double temperature = start;
            for (long i = 1; i < batch; i += 100) {
                temperature = Math.max(temperature * Math.exp(-rate * i), floor);
            }
            return temperature;
        };
    }

    private static void requireAnnealing(double start, double rate, double floor) {
        requirePositive("temperature", start);
        requirePositive("minimum temperature", floor);
        if (!(rate >= 0 && Double.isFinite(rate))) {
            throw new IllegalArgumentException("anneal rate " + rate + " must be finite and at least 0");
        }
    }

    private static void requirePositive(String what, double value) {
        if (!(value > 0 && Double.isFinite(value))) {
            throw new IllegalArgumentException(what + " " + value + " must be finite and above 0");
        }
    }
}

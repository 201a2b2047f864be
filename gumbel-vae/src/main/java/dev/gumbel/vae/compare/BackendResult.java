package dev.gumbel.vae.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one backend came to.
 *
 * @param computes who computed what
 * @param losses of the free run, step by step, in nats
 * @param stepMillis the median of all steps after the first 20; absent where there are no more
 * @param stepsPerSecond of all steps by the clock, the first included
 * @param peakKilobytes the largest resident size of the process; absent where the system does not tell
 * @param identicalNoise the share of noise words that equal noise v1 bit for bit
 * @param lockSteps empty for the reference itself
 */
public record BackendResult(
        String name, String version, String computes, String device, List<Double> losses, @Nullable Double stepMillis, double stepsPerSecond,
        @Nullable Long peakKilobytes, double identicalNoise, List<LockStep> lockSteps) {}

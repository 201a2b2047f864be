package dev.gumbel.bench;

import dev.gumbel.random.Domain;
import dev.gumbel.random.GumbelNoise;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Gumbel noise v1 into host memory, as it is drawn for every backend. */
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class NoiseBenchmark {
    @Param({"100", "30000", "1000000", "30000000"})
    public int count;

    private MemorySegment noise = MemorySegment.NULL;
    private long step;

    @Setup(Level.Trial)
    public void allocate() {
        noise = Arena.ofAuto().allocate((long) count * Float.BYTES, Long.BYTES);
    }

    @Benchmark
    public MemorySegment fill() {
        GumbelNoise.of(2020, Domain.TRAIN, "z", step++).fill(noise, 0, count);
        return noise;
    }
}

package dev.gumbel.bench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Which flags of ours a peer's JVM has. */
class ChildTest {

    @Test
    void stockFlagsLetAProgramRunAndMakeItNeitherFasterNorSlower() {
        assertThat(Child.stock(List.of("--add-modules=jdk.incubator.vector", "-XX:UseAVX=3", "-XX:+UseSerialGC", "-Xms64m", "-Xlog:os+thread=off",
                "-XX:CompileCommand=CompileThresholdScaling,dev/gumbel/kernels/simd/Vector*.*,0.02", "-XX:Tier4InvocationThreshold=50000",
                "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dguice_custom_class_loading=CHILD",
                "-Dgumbel.vector=false", "-Djava.io.tmpdir=/scratch")))
                .containsExactly("--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Djava.io.tmpdir=/scratch");
    }
}

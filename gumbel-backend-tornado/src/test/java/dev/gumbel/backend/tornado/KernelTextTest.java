package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** PoCL knows a kernel by its text: where that differs, a process waits ten seconds for what has been compiled before. */
class KernelTextTest {

    @Test
    void isTheSameInEveryProcess() throws IOException, InterruptedException {
        String first = kernels(0);
        assertThat(first).contains("__kernel");
        assertThat(kernels(1)).isEqualTo(first);
        assertThat(kernels(7)).isEqualTo(first);
    }

    private static String kernels(int hashes) throws IOException, InterruptedException {
        return ChildJvm.output(KernelText.class, List.of("-Dtornado.printKernel=True"), Map.of(), Integer.toString(hashes));
    }
}

package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong on the device is said, never a wrong number; TornadoVM is not used again in that process. */
class FaultsTest {
    private static final String NEVER_AGAIN = "TornadoVM has failed in this process before";

    @Test
    void withoutAFaultItComputes() throws IOException, InterruptedException {
        assertThat(run(List.of(), Map.of())).containsExactly("sum 1048576.0", "sum 1048576.0");
    }

    @Test
    void deviceOutOfMemory() throws IOException, InterruptedException {
        assertBroken(run(List.of("-Dtornado.device.memory=1MB"), Map.of()), "emory");
    }

    @Test
    void kernelThatDoesNotCompile() throws IOException, InterruptedException {
        assertBroken(run(List.of("-Dtornado.opencl.compiler.flags=-D__global=nonsense"), Map.of()), "TornadoVM failed");
    }

    @Test
    void noOpenClDevice(@TempDir Path noDrivers) throws IOException, InterruptedException {
        assertThat(run(List.of(), Map.of("OCL_ICD_VENDORS", noDrivers.toString()))).hasSize(2)
                .allMatch(line -> line.startsWith("backend 'tornado'")).first().asString().contains("OpenCL");
    }

    private static void assertBroken(List<String> lines, String why) {
        assertThat(lines).hasSize(2).allMatch(line -> line.startsWith("backend 'tornado'"));
        assertThat(lines.get(0)).contains(why, "start a new process");
        assertThat(lines.get(1)).contains(NEVER_AGAIN, "start a new process");
    }

    private static List<String> run(List<String> flags, Map<String, String> environment) throws IOException, InterruptedException {
        return ChildJvm.run(Faults.class, flags, environment);
    }
}

package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
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
        assertBroken(run(List.of("-Dtornado.opencl.compiler.flags=-D__global=nonsense"), Map.of()),
                "Bailout is disabled. Reason: Unable to compile task load1.touch - touch The internal error is: "
                        + "Error during code compilation with the OpenCL driver; its results");
    }

    /** PoCL then has a device, but compiles nothing. */
    @Test
    void theCacheOfPoclIsAFile(@TempDir Path place) throws IOException, InterruptedException {
        Path file = Files.createFile(place.resolve("file"));
        assertBroken(run(List.of(), Map.of("POCL_CACHE_DIR", file.toString())),
                "PoCL, if that is the driver, cannot write to its cache folder " + file + " (Not a directory): let POCL_CACHE_DIR name a folder");
    }

    /** PoCL then has no device. */
    @Test
    void theCacheOfPoclCannotBeMade(@TempDir Path place) throws IOException, InterruptedException {
        Path below = Files.createFile(place.resolve("file")).resolve("pocl");
        assertThat(run(List.of(), Map.of("POCL_CACHE_DIR", below.toString()))).hasSize(2).allMatch(line -> line.equals(
                "backend 'tornado': OpenCL has no device: PoCL, if that is the driver, cannot write to its cache folder " + below
                        + " (Not a directory): let POCL_CACHE_DIR name a folder in which you may write"));
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

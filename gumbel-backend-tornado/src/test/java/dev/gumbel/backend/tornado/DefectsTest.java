package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What TornadoVM does wrong today: where one of these fails, the code that goes round the defect may go. docs/tornado.md lists them. */
class DefectsTest {
    private static final List<String> FLAGS = List.of("-Dtornado.recover.bailout=False", "-Dtornado.opencl.compiler.flags=-w");

    @Test
    void withOurFlags() throws IOException, InterruptedException {
        assertThat(run(FLAGS, "shift", "max", "difference", "part", "first", "prebuilt")).containsExactly(
                // An arithmetic shift; Java's is 16777215.
                "shift -1",
                "max 0.0",
                // As it should be: it is the default flags that are wrong.
                "difference NaN",
                // The array was not copied in, as it is only written: where nothing was written it has what the device's memory held before.
                "part lost",
                // The host's second value, 2, was not sent.
                "first 1.0",
                // The second task ran the first one's kernel; its own writes 2.
                "prebuilt 1.0");
    }

    @Test
    void withTornadosOwnFlags() throws IOException, InterruptedException {
        // Relaxed mathematics; and a kernel that no driver without half floats compiles is run as sequential Java, for one work-item,
        // without a word.
        assertThat(run(List.of(), "difference", "half")).containsExactly("difference 0.0", "half 0.0");
    }

    @Test
    void aLiteralNanIsNoOpenCl() throws IOException, InterruptedException {
        assertThat(run(FLAGS, "nan")).containsExactly("nan throws");
    }

    private static List<String> run(List<String> flags, String... names) throws IOException, InterruptedException {
        return ChildJvm.run(Defects.class, flags, Map.of(), names);
    }
}

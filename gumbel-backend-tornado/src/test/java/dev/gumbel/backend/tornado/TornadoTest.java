package dev.gumbel.backend.tornado;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TornadoTest {

    /** As TornadoVM words it, with the reason on the third line. */
    @Test
    void theReasonOfABailOutIsToldWithoutItsStackTrace() {
        RuntimeException bailOut = new IllegalStateException("\u001B[31mBailout is disabled. \nReason: \u001B[31mUnable to compile programs.t0\n"
                + "The internal error is: a callee is not inlined\nStacktrace: [a.B.c(B.java:7), a.B.d(B.java:8)]\u001B[0m\u001B[0m");
        assertThat(Tornado.describe(new RuntimeException(bailOut))).isEqualTo("java.lang.IllegalStateException: Bailout is disabled. "
                + "Reason: Unable to compile programs.t0 The internal error is: a callee is not inlined");
    }
}

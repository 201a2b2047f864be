package dev.gumbel.backend.java;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import org.junit.jupiter.api.BeforeAll;

/** The same contract in the JVM that a consumer has who sets no flags: without the Vector API, so that the plain twins of all loops compute. */
class DefaultJvmConformanceTest extends JavaConformanceTest {
    @BeforeAll
    static void theVectorApiIsLeftOut() {
        boolean vectors = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        // Set by the execution of Surefire that is there for this class.
        if (Boolean.getBoolean("gumbel.test.default-jvm")) {
            assertFalse(vectors, "this JVM has the Vector API, expected one without flags");
        } else {
            assumeFalse(vectors, "this JVM has the Vector API");
        }
    }
}

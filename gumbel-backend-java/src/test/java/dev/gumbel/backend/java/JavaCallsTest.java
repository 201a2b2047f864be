package dev.gumbel.backend.java;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A training step makes no call of a library: there is none to call. */
class JavaCallsTest {
    @ParameterizedTest
    @ValueSource(strings = {"ai.djl.engine.Engine", "org.nd4j.linalg.factory.Nd4j", "org.bytedeco.javacpp.Pointer"})
    void noLibraryIsOnTheClassPath(String type) {
        assertThatThrownBy(() -> Class.forName(type)).isInstanceOf(ClassNotFoundException.class);
    }
}

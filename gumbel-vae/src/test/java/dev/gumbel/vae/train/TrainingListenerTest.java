package dev.gumbel.vae.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class TrainingListenerTest {
    /** Every method, so that one added later is not forgotten. */
    @TestFactory
    Stream<DynamicTest> allHearWhatHappensInTurn() {
        return Stream.of(TrainingListener.class.getMethods()).filter(method -> !Modifier.isStatic(method.getModifiers()))
                .map(method -> DynamicTest.dynamicTest(method.getName(), () -> assertAllHear(method)));
    }

    private static void assertAllHear(Method method) throws ReflectiveOperationException {
        List<String> heard = new ArrayList<>();
        Object[] arguments = Stream.of(method.getParameterTypes()).map(type -> type == int.class ? 3 : null).toArray();
        method.invoke(TrainingListener.all(List.of(listener("a", heard), listener("b", heard))), arguments);
        assertThat(heard).containsExactly("a " + method.getName(), "b " + method.getName());
    }

    private static TrainingListener listener(String name, List<String> heard) {
        return (TrainingListener) Proxy.newProxyInstance(
                TrainingListener.class.getClassLoader(), new Class<?>[] {TrainingListener.class}, (_, method, _) -> {
                    heard.add(name + " " + method.getName());
                    return null;
                });
    }
}

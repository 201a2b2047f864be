package dev.gumbel.backend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.backend.array.Kernels;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How much there is to implement, and that docs/spi.md says just that. */
class SpiTest {
    private static final List<Class<?>> SPI = List.of(BackendProvider.class, Backend.class, Session.class);
    private static final Pattern ROW = Pattern.compile("\\| `(\\w+\\.\\w+)` \\| (must|may) \\| .+ \\|");

    private static Stream<Method> methods(Class<?> type) {
        return Arrays.stream(type.getDeclaredMethods()).filter(method -> !method.isSynthetic());
    }

    private static String name(Method method) {
        return method.getDeclaringClass().getSimpleName() + "." + method.getName();
    }

    @Test
    void aBackendIsElevenMethods() {
        assertThat(SPI.stream().flatMap(SpiTest::methods).map(SpiTest::name)).containsExactlyInAnyOrder(
                "BackendProvider.name", "BackendProvider.priority", "BackendProvider.probe", "BackendProvider.create",
                "Backend.capabilities", "Backend.open",
                "Session.run", "Session.variables", "Session.read", "Session.write", "Session.close");
        assertThat(SPI.stream().flatMap(SpiTest::methods)).noneMatch(Method::isDefault);
    }

    @Test
    void anArrayLibrarysKernelsAreFourteenMethodsAndTwoThatMay() {
        assertThat(methods(Kernels.class).filter(method -> !method.isDefault())).hasSize(14);
        assertThat(methods(Kernels.class).filter(Method::isDefault).map(Method::getName)).containsExactlyInAnyOrder("draw", "adam");
    }

    @Test
    void theDocumentNamesEachMethodOnceWithItsDuty() throws IOException {
        Map<String, String> stated = Files.readAllLines(Path.of("../docs/spi.md")).stream().map(ROW::matcher).filter(Matcher::matches)
                .collect(Collectors.toMap(row -> row.group(1), row -> row.group(2)));
        Map<String, String> demanded = Stream.concat(SPI.stream(), Stream.of(Kernels.class)).flatMap(SpiTest::methods)
                .collect(Collectors.toMap(SpiTest::name, method -> method.isDefault() ? "may" : "must"));
        assertThat(stated).isEqualTo(demanded);
    }
}

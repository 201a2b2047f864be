package dev.gumbel.conformance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.gumbel.Gumbel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A backend's author gets the library, JUnit and what these need, so the suite may use nothing else. */
class ConformanceModuleTest {
    private static final String SUITE = "dev.gumbel.conformance";
    private static final String[] GIVEN = {
        "java..", "com.sun.management", "org.junit.jupiter..", "org.junit.platform..", "org.opentest4j", "org.apiguardian.api",
        "org.jspecify.annotations", "com.fasterxml.jackson.core..", SUITE};
    private static JavaClasses main;
    private static JavaClasses suite;

    @BeforeAll
    static void read() {
        main = read(Gumbel.class);
        suite = read(BackendConformanceTest.class);
    }

    private static JavaClasses read(Class<?> member) {
        return new ClassFileImporter().importUrl(member.getProtectionDomain().getCodeSource().getLocation());
    }

    @Test
    void itNeedsTheLibraryAndJUnitAlone() {
        DescribedPredicate<JavaClass> ours = describe("of the library", type -> main.contain(type.getBaseComponentType().getName()));
        classes().that().resideInAPackage(SUITE).should().onlyDependOnClassesThat(resideInAnyPackage(GIVEN).or(ours)).check(suite);
    }

    @Test
    void theDocumentListsItsRules() throws IOException {
        String document = Files.readString(Path.of(System.getProperty("gumbel.root"), "docs", "conformance.md"));
        Set<String> listed = new TreeSet<>();
        document.lines().filter(line -> line.startsWith("| c")).map(line -> line.split("\\|")[1]).forEach(cell -> {
            Matcher range = Pattern.compile("c(\\d+)(?:-c(\\d+))?").matcher(cell);
            while (range.find()) {
                int first = Integer.parseInt(range.group(1));
                int last = range.group(2) == null ? first : Integer.parseInt(range.group(2));
                IntStream.rangeClosed(first, last).forEach(number -> listed.add("c" + number));
            }
        });
        Set<String> stated = RuleLog.numbers(RuleLog.rules(BackendConformanceTest.class));
        assertThat(listed).isEqualTo(stated);
        assertThat(document).contains("Rules are known by number: %d of them".formatted(stated.size()));
    }

    @Test
    void itSeesBackendsThroughTheContractAlone() {
        noClasses().that().resideInAPackage(SUITE).should().dependOnClassesThat().resideInAPackage("dev.gumbel.backend.array..").check(suite);
    }
}

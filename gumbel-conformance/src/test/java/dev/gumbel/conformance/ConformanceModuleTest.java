package dev.gumbel.conformance;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.gumbel.Gumbel;
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
    void itSeesBackendsThroughTheContractAlone() {
        noClasses().that().resideInAPackage(SUITE).should().dependOnClassesThat().resideInAPackage("dev.gumbel.backend.array..").check(suite);
    }
}

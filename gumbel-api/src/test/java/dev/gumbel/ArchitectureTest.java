package dev.gumbel;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The order of the rooms: a package imports only packages before it, and no vendor. */
class ArchitectureTest {
    private static final List<String> ROOMS = List.of(
            "dev.gumbel.op", "dev.gumbel.tensor", "dev.gumbel.random", "dev.gumbel.graph", "dev.gumbel.discrete", "dev.gumbel.nn",
            "dev.gumbel.model", "dev.gumbel.backend",
            "dev.gumbel.backend.array", "dev.gumbel.backend.reference", "dev.gumbel.io",
            "dev.gumbel.agreement", "dev.gumbel");
    private static final String[] MODELS = {"dev.gumbel.discrete..", "dev.gumbel.nn..", "dev.gumbel.model.."};
    private static final String BACKENDS = "dev.gumbel.backend..";
    private static JavaClasses main;

    @BeforeAll
    static void read() {
        main = new ClassFileImporter().importUrl(Gumbel.class.getProtectionDomain().getCodeSource().getLocation());
    }

    @Test
    void everyRoomIsNamedAndLivedIn() {
        Set<String> packages = main.stream().map(type -> type.getPackageName()).collect(Collectors.toCollection(TreeSet::new));
        assertThat(packages).containsExactlyInAnyOrderElementsOf(ROOMS);
    }

    @TestFactory
    Stream<DynamicTest> aRoomKnowsOnlyThoseBeforeIt() {
        return IntStream.range(0, ROOMS.size() - 1).mapToObj(i -> DynamicTest.dynamicTest(ROOMS.get(i), () -> {
            String[] later = ROOMS.subList(i + 1, ROOMS.size()).toArray(String[]::new);
            noClasses().that().resideInAPackage(ROOMS.get(i)).should().dependOnClassesThat().resideInAnyPackage(later).check(main);
        }));
    }

    @Test
    void roomsDoNotDependOnOneAnotherInCircles() {
        slices().matching("dev.gumbel.(**)").should().beFreeOfCycles().check(main);
    }

    @Test
    void modelsAndBackendsDoNotKnowEachOther() {
        noClasses().that().resideInAPackage(BACKENDS).should().dependOnClassesThat().resideInAnyPackage(MODELS).check(main);
        noClasses().that().resideInAnyPackage(MODELS).should().dependOnClassesThat().resideInAPackage(BACKENDS).check(main);
    }

    @Test
    void noVendorIsKnown() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage("ai.djl..", "org.nd4j..", "uk.ac.manchester..", "org.bytedeco..").check(main);
    }

    @Test
    void onlyTheLibrariesAgreedOnAreUsed() {
        classes().should().onlyDependOnClassesThat().resideInAnyPackage(
                "java..", "dev.gumbel..", "com.google.inject..", "jakarta.inject..", "org.slf4j..", "org.jspecify..",
                "com.fasterxml.jackson.core..")
                .check(main);
    }

    @Test
    void nothingIsPrinted() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(main);
    }

    @TestFactory
    Stream<DynamicTest> nullIsMarkedInEveryRoom() {
        return ROOMS.stream().map(room -> DynamicTest.dynamicTest(room, () -> {
            JavaPackage found = main.getPackage(room);
            assertThat(found.isAnnotatedWith(NullMarked.class)).as("@NullMarked on %s", room).isTrue();
        }));
    }
}

package dev.gumbel.vae;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.gumbel.vae.train.Trainer;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The order of the rooms: a package imports only packages before it. */
class ArchitectureTest {
    private static final List<String> ROOMS =
            List.of("download", "data", "train", "report", "dashboard", "compare", "trained", "export", "cli");
    private static JavaClasses main;

    @BeforeAll
    static void read() {
        main = new ClassFileImporter().importUrl(Trainer.class.getProtectionDomain().getCodeSource().getLocation());
    }

    @Test
    void everyRoomIsNamed() {
        String[] packages = ROOMS.stream().map(ArchitectureTest::room).toArray(String[]::new);
        assertThat(main).isNotEmpty();
        classes().should().resideInAnyPackage(packages).check(main);
    }

    @TestFactory
    Stream<DynamicTest> aRoomKnowsOnlyThoseBeforeIt() {
        return IntStream.range(0, ROOMS.size() - 1).mapToObj(i -> DynamicTest.dynamicTest(ROOMS.get(i), () -> {
            String[] later = ROOMS.subList(i + 1, ROOMS.size()).stream().map(ArchitectureTest::room).toArray(String[]::new);
            noClasses().that().resideInAPackage(room(ROOMS.get(i))).should().dependOnClassesThat().resideInAnyPackage(later).check(main);
        }));
    }

    @Test
    void noBackendIsKnownByItsClasses() {
        noClasses().should().dependOnClassesThat().resideInAnyPackage(
                "ai.djl..", "org.nd4j..", "org.bytedeco..", "uk.ac.manchester..",
                "dev.gumbel.backend.djl..", "dev.gumbel.backend.nd4j..", "dev.gumbel.backend.reference..").check(main);
    }

    @Test
    void onlyTheCommandLinePrints() {
        noClasses().that().resideOutsideOfPackage(room("cli")).should(ACCESS_STANDARD_STREAMS).check(main);
    }

    private static String room(String name) {
        return "dev.gumbel.vae." + name;
    }
}

package dev.gumbel.bench;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.gumbel.bench.table.Workload;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The order of the rooms: a package imports only packages before it. */
class ArchitectureTest {
    private static final List<String> ROOMS = List.of("table", "subject", "result", "page", "run", "cli");

    @TestFactory
    Stream<DynamicTest> aRoomKnowsOnlyThoseBeforeIt() {
        JavaClasses main = new ClassFileImporter().importUrl(Workload.class.getProtectionDomain().getCodeSource().getLocation());
        return IntStream.range(0, ROOMS.size() - 1).mapToObj(i -> DynamicTest.dynamicTest(ROOMS.get(i), () -> {
            String[] later = ROOMS.subList(i + 1, ROOMS.size()).stream().map(ArchitectureTest::room).toArray(String[]::new);
            noClasses().that().resideInAPackage(room(ROOMS.get(i))).should().dependOnClassesThat().resideInAnyPackage(later).check(main);
        }));
    }

    private static String room(String name) {
        return "dev.gumbel.bench." + name;
    }
}

package dev.gumbel.backend.tornado;

import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.Program;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Variable;

/** Runs a program twice, in sessions of their own, and prints what comes of it; {@link FaultsTest} makes it fail. */
final class Faults {
    private Faults() {}

    public static void main(String[] arguments) {
        for (int i = 0; i < 2; i++) {
            System.out.println(": " + result().lines().findFirst().orElseThrow());
        }
    }

    private static String result() {
        Variable zeros = Variable.of("zeros", Shape.of(1 << 20), Initializer.zeros());
        Program program = Program.named("sum").output("sum", zeros.add(1).sum()).build();
        try (Session session = new TornadoProvider().create(Settings.defaults()).open(1, program)) {
            return "sum " + session.run(program, Feed.at(0)).get("sum").item();
        } catch (BackendException failure) {
            return failure.getMessage();
        }
    }
}

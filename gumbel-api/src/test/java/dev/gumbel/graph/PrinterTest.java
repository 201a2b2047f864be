package dev.gumbel.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.gumbel.Evaluate;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.Noise;
import dev.gumbel.tensor.Initializer;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PrinterTest {
    private static final String QUOTED = "\"(?:[^\"\\\\]|\\\\.)*\"";
    /** A statement of the part of DOT that is written: a default, a node, an edge. */
    private static final Pattern STATEMENT = Pattern.compile(
            "  (node \\[shape=box\\]|[to]\\d+ \\[(shape=oval, )?label=" + QUOTED + "\\]|t\\d+ -> [to]\\d+);");

    private static Program small() {
        Variable w = Variable.of("w", Shape.of(3), Initializer.zeros());
        Tensor x = Tensor.input("x", Shape.of(2, 3));
        Tensor y = x.mul(w).add(Noise.gumbel("z", Shape.of(2, 3))).add(Tensor.scalar(0.5f));
        return Program.named("small").domain(Domain.SAMPLE)
                .output("y", y).output("total", y.sum(0)).output("product", x.matMul(Tensor.constant(Shape.of(3, 1), 1, 2, 3)))
                .update(new Update.Assign(w, w.neg())).build();
    }

    @Test
    void textIsOneLineATensor() {
        assertThat(Printer.text(small()).lines()).containsExactly(
                "program small (SAMPLE)",
                "  %0: FLOAT32[2, 3] = input 'x'()",
                "  %1: FLOAT32[3] = variable 'w'()",
                "  %2: FLOAT32[2, 3] = mul(%0, %1)",
                "  %3: FLOAT32[2, 3] = gumbel noise 'z'()",
                "  %4: FLOAT32[2, 3] = add(%2, %3)",
                "  %5: FLOAT32[] = Constant[0.5]()",
                "  %6: FLOAT32[2, 3] = add(%4, %5)",
                "  %7: FLOAT32[3] = SUM[0](%6)",
                "  %8: FLOAT32[3, 1] = Constant[3 values]()",
                "  %9: FLOAT32[2, 1] = MatMul[transposeA=false, transposeB=false](%0, %8)",
                "  %10: FLOAT32[3] = neg(%1)",
                "  output y = %6",
                "  output total = %7",
                "  output product = %9",
                "  assign 'w' = %10");
    }

    @Test
    void noiseTellsItsKindAndWhetherRowsMatter() {
        Program program = Program.named("p").output("n", Noise.normal("n", Shape.of(2))).output("s", Noise.logistic("s", Shape.scalar()))
                .output("w", Noise.unbatched(NoiseKind.UNIFORM, "w", Shape.of(2))).build();
        assertThat(Printer.text(program).lines()).contains(
                "  %0: FLOAT32[2] = normal noise 'n'()", "  %1: FLOAT32[] = logistic noise 's'()",
                "  %2: FLOAT32[2] = uniform noise 'w', not per row()");
        assertThat(Printer.dot(program)).contains("label=\"uniform noise 'w', not per row\\nFLOAT32[2]\"");
    }

    @Test
    void textNamesAdamsConstants() {
        Variable w = Variable.of("w", Shape.scalar(), Initializer.zeros());
        Update adam = new Update.AdamUpdate(w, variable("m"), variable("v"), Variable.counter("t"), w, Tensor.scalar(0.25f), 0.9, 0.999, 1e-8);
        assertThat(Printer.text(Program.named("p").update(adam).update(new Update.Count(Variable.counter("t"))).build()).lines())
                .endsWith("  adam 'w' by (%0, %1), beta 0.9 0.999, epsilon 1.0E-8", "  count 't.step'");
    }

    private static Variable variable(String name) {
        return Variable.of(name, Shape.scalar(), Initializer.zeros());
    }

    @Test
    void dotDrawsTensorsAndOutputs() {
        Program program = Program.named("p").output("y", Tensor.input("x", Shape.of(2)).exp()).build();
        assertThat(Printer.dot(program).lines()).containsExactly(
                "digraph \"p\" {",
                "  node [shape=box];",
                "  t0 [label=\"input 'x'\\nFLOAT32[2]\"];",
                "  t1 [label=\"exp\\nFLOAT32[2]\"];",
                "  t0 -> t1;",
                "  o0 [shape=oval, label=\"y\"];",
                "  t1 -> o0;",
                "}");
    }

    @Test
    void dotIsWellFormed() {
        assertDot(small());
    }

    @Test
    void dotEscapesQuotesInNamesOfInputs() {
        assertDot(Program.named("p").output("y", Tensor.input("the \"x\"", Shape.of(2))).build());
    }

    @Test
    void dotEscapesQuotesInNamesOfOutputs() {
        assertDot(Program.named("p").output("the \"y\"", Tensor.input("x", Shape.of(2))).build());
    }

    @Test
    void dotEscapesQuotesInNamesOfPrograms() {
        assertDot(Program.named("the \"p\"").output("y", Tensor.input("x", Shape.of(2))).build());
    }

    private static void assertDot(Program program) {
        List<String> lines = Printer.dot(program).lines().toList();
        assertThat(lines.getFirst()).matches("digraph " + QUOTED + " \\{");
        assertThat(lines.subList(1, lines.size() - 1)).allSatisfy(line -> assertThat(line).matches(STATEMENT));
        assertThat(lines.getLast()).isEqualTo("}");
        long edges = program.tensors().stream().mapToLong(tensor -> tensor.inputs().size()).sum() + program.outputs().size();
        assertThat(lines.stream().map(Pattern.compile(" -> ")::matcher).filter(Matcher::find)).hasSize((int) edges);
    }

    @Test
    void percentSignsInNamesAreOrdinary() {
        Program program = Program.named("100%n").output("50%s", Tensor.input("%d", Shape.of(2))).build();
        assertThat(Printer.text(program)).contains("program 100%n (TRAIN)", "input '%d'", "output 50%s = %0");
        assertThat(Printer.dot(program)).contains("digraph \"100%n\"", "input '%d'", "label=\"50%s\"");
    }

    @Test
    void aChainOfTwentyThousandIsPrinted() {
        Tensor y = Tensor.input("x", Shape.of(2));
        for (int i = 0; i < 20_000; i++) {
            y = y.exp();
        }
        Program program = Evaluate.program(y);
        assertThat(Printer.text(program).lines()).hasSize(20_003);
        assertThat(Printer.dot(program).lines()).hasSize(40_006);
    }
}

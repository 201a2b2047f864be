package dev.gumbel.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.gumbel.agreement.Tolerance;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.discrete.Categorical;
import dev.gumbel.discrete.GumbelSoftmax;
import dev.gumbel.graph.Gradients;
import dev.gumbel.graph.Program;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Shape;
import dev.gumbel.random.Domain;
import dev.gumbel.random.NoiseAddress;
import dev.gumbel.random.NoiseDraws;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Input;
import dev.gumbel.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rule 6: at the edges of what is allowed, values and gradients are the limits of those inside. */
interface LimitConformance extends Conformance {
    float MASKED = Float.NEGATIVE_INFINITY;
    double GRID = 256;

    /** A function of logits, with noise and temperature fed beside them. */
    enum Row {
        SOFTMAX {
            @Override
            Tensor of(Tensor logits, Tensor noise, Tensor temperature) {
                return logits.softmax();
            }
        },
        LOG_SUM_EXP {
            @Override
            Tensor of(Tensor logits, Tensor noise, Tensor temperature) {
                return logits.logSumExp();
            }
        },
        KL {
            @Override
            Tensor of(Tensor logits, Tensor noise, Tensor temperature) {
                return Categorical.klToUniform(logits);
            }
        },
        SOFT_SAMPLE {
            @Override
            Tensor of(Tensor logits, Tensor noise, Tensor temperature) {
                return GumbelSoftmax.soft().sample(logits, temperature, noise);
            }
        },
        HARD_SAMPLE {
            @Override
            Tensor of(Tensor logits, Tensor noise, Tensor temperature) {
                return GumbelSoftmax.hard().sample(logits, temperature, noise);
            }
        };

        abstract Tensor of(Tensor logits, Tensor noise, Tensor temperature);
    }

    /** Of FLOAT32 logits: the value, and the gradient by the logits of its product with an upstream gradient. */
    private static Program program(Row row, Shape shape) {
        Input logits = Tensor.input("logits", shape);
        Tensor value = row.of(logits, Tensor.input("noise", shape), Tensor.input("temperature", Shape.scalar()));
        double[] weights = IntStream.range(0, (int) value.shape().size()).mapToDouble(i -> Math.sin(1 + 2.3 * i)).toArray();
        Tensor upstream = Tensor.apply(new Leaf.Constant(value.shape(), DataType.FLOAT32, weights));
        Tensor gradient = Objects.requireNonNull(Gradients.of(value, upstream, List.of(logits)).get(logits), "by the logits");
        return Program.named("limit").output("value", value).output("gradient", gradient).build();
    }

    private static Feed feed(Program program, HostTensor logits, float temperature) {
        // On a grid so coarse that a logit of 1e4 plus noise is exact in float32.
        NoiseDraws draws = new NoiseAddress(NoiseKind.GUMBEL, 6, Domain.TRAIN, "z", 0).draws();
        HostTensor noise = zeros(logits);
        for (long i = 0; i < noise.shape().size(); i++) {
            noise.set(i, Math.rint(draws.get(i) * GRID) / GRID);
        }
        Map<String, HostTensor> values = Map.of("logits", logits, "noise", noise, "temperature", HostTensor.scalar(temperature));
        Feed feed = Feed.at(0);
        program.inputs().forEach(input -> feed.put(input, Objects.requireNonNull(values.get(input.name()), input.name())));
        return feed;
    }

    private void assertAgrees(Row row, HostTensor logits, float temperature, String replay) {
        Program program = program(row, logits.shape());
        Feed feed = feed(program, logits, temperature);
        long classes = logits.shape().last();
        try (Session session = backend().open(0, program); Session reference = References.open(0, program)) {
            Results expected = reference.run(program, feed);
            Results actual = session.run(program, feed);
            Agreement.check(Tolerance.FORWARD.summedOver(classes), "value", expected.get("value"), actual.get("value"), replay);
            Agreement.check(Tolerance.GRADIENT.summedOver(classes), "gradient", expected.get("gradient"), actual.get("gradient"), replay);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {1e-4f, 1e-10f, 1e-30f, 1e-36f})
    default void required_c61_at_temperature_0_a_soft_sample_is_one_hot_and_its_gradient_0(float temperature) {
        HostTensor logits = HostTensor.of(new float[][] {{40, 0, -40, 0}, {-40, 1e4f, 0, 0}, {0, 0, 0, 80}, {MASKED, 40, 0, MASKED}});
        Program program = program(Row.SOFT_SAMPLE, logits.shape());
        HostTensor hot = HostTensor.of(new float[][] {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 0, 1}, {0, 1, 0, 0}});
        try (Session session = backend().open(0, program)) {
            Results results = session.run(program, feed(program, logits, temperature));
            Agreement.check(Tolerance.EXACT, "value", hot, results.get("value"), "temperature " + temperature);
            Agreement.check(Tolerance.EXACT, "gradient", zeros(logits), results.get("gradient"), "temperature " + temperature);
        }
    }

    @ParameterizedTest
    @ValueSource(floats = {1e10f, 1e30f})
    default void required_c62_at_temperature_infinity_a_soft_sample_is_uniform_and_its_gradient_0(float temperature) {
        HostTensor logits = HostTensor.of(new float[][] {{3, 0, -3, 0}, {0, 100, 0, 0}});
        Program program = program(Row.SOFT_SAMPLE, logits.shape());
        try (Session session = backend().open(0, program)) {
            Results results = session.run(program, feed(program, logits, temperature));
            HostTensor uniform = HostTensor.of(logits.shape(), 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f, 0.25f);
            Agreement.check(Tolerance.FORWARD, "value", uniform, results.get("value"), "temperature " + temperature);
            for (double gradient : results.get("gradient").toDoubles()) {
                assertEquals(0, gradient, 2 / (double) temperature, "gradient at temperature " + temperature);
            }
        }
    }

    static Stream<Arguments> classes() {
        return Stream.of(Row.values()).flatMap(row -> Stream.of(2, 50_000).map(classes -> Arguments.of(row, classes)));
    }

    @ParameterizedTest(name = "{0}, {1} classes")
    @MethodSource("dev.gumbel.conformance.LimitConformance#classes")
    default void required_c63_two_classes_and_fifty_thousand(Row row, int classes) {
        HostTensor logits = HostTensor.zeros(Shape.of(2, classes), DataType.FLOAT32);
        for (long i = 0; i < logits.shape().size(); i++) {
            logits.set(i, 3 * Math.sin(0.7 * i));
        }
        assertAgrees(row, logits, 0.7f, row + ", " + classes + " classes");
    }

    @ParameterizedTest
    @EnumSource(Row.class)
    default void required_c64_logits_of_ten_thousand_neither_overflow_nor_cancel(Row row) {
        float large = 1e4f;
        HostTensor logits = HostTensor.of(new float[][] {
            {large, -large, 0, large}, {-large, -large, -large, -large}, {large, large, large, large}, {large, 9999, 9998, -large}, {0, 0, 0, -large}
        });
        assertAgrees(row, logits, 1, row + ", logits of 1e4");
    }

    @ParameterizedTest
    @EnumSource(Row.class)
    default void required_c65_a_masked_class_has_probability_0_and_gradient_0(Row row) {
        HostTensor logits = HostTensor.of(new float[][] {
            {MASKED, 1, 2, 3}, {1, MASKED, MASKED, 2}, {MASKED, MASKED, 0, MASKED}, {0.5f, 0, -1, MASKED}
        });
        assertAgrees(row, logits, 0.7f, row + ", masked");
        Program program = program(row, logits.shape());
        try (Session session = backend().open(0, program)) {
            Results results = session.run(program, feed(program, logits, 0.7f));
            HostTensor value = results.get("value");
            HostTensor gradient = results.get("gradient");
            for (long i = 0; i < logits.shape().size(); i++) {
                if (logits.get(i) == MASKED) {
                    assertEquals(0, Math.abs(gradient.get(i)), "gradient of element " + i + ", " + row);
                    assertEquals(0, value.shape().equals(logits.shape()) ? Math.abs(value.get(i)) : 0, "probability of element " + i + ", " + row);
                }
            }
        }
    }

    private static HostTensor zeros(HostTensor like) {
        return HostTensor.zeros(like.shape(), like.type());
    }
}

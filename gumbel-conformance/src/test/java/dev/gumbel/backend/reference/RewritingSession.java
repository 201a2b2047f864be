package dev.gumbel.backend.reference;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.random.Domain;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/** A session that computes other programs than it was given, as a compiler with a fault does. */
final class RewritingSession extends DelegatingSession {
    private final Map<Program, Program> rewritten;

    private RewritingSession(Session healthy, Map<Program, Program> rewritten) {
        super(healthy);
        this.rewritten = rewritten;
    }

    /**
     * A backend that compiles every tensor wrongly.
     *
     * @param rule from a tensor and its rewritten inputs to what takes its place
     */
    static Backend backend(Settings settings, BiFunction<Tensor, List<Tensor>, Tensor> rule, UnaryOperator<Domain> domains) {
        return DelegatingSession.backend(settings, (reference, seed, programs) -> {
            Map<Program, Program> rewritten = new IdentityHashMap<>();
            Program[] compiled = Arrays.stream(programs).map(program -> rewrite(program, rule, domains)).toArray(Program[]::new);
            for (int i = 0; i < programs.length; i++) {
                rewritten.put(programs[i], compiled[i]);
            }
            return new RewritingSession(reference.open(seed, compiled), rewritten);
        });
    }

    /** The tensor's op on the rewritten inputs. */
    static Tensor unchanged(Tensor tensor, List<Tensor> inputs) {
        return inputs.isEmpty() ? tensor : Tensor.apply(tensor.op(), inputs);
    }

    private static Program rewrite(Program program, BiFunction<Tensor, List<Tensor>, Tensor> rule, UnaryOperator<Domain> domains) {
        Map<Tensor, Tensor> tensors = new HashMap<>();
        for (Tensor tensor : program.tensors()) {
            tensors.put(tensor, rule.apply(tensor, tensor.inputs().stream().map(tensors::get).toList()));
        }
        Program.Builder builder = Program.named(program.name()).domain(domains.apply(program.domain()));
        program.outputs().forEach((name, tensor) -> builder.output(name, tensors.get(tensor)));
        program.updates().forEach(update -> builder.update(switch (update) {
            case Update.Assign(var variable, var value) -> new Update.Assign(variable, tensors.get(value));
            case Update.Count count -> count;
            case Update.AdamUpdate a -> new Update.AdamUpdate(
                    a.variable(), a.firstMoment(), a.secondMoment(), a.counter(), tensors.get(a.gradient()), tensors.get(a.learningRate()),
                    a.beta1(), a.beta2(), a.epsilon());
        }));
        return builder.build();
    }

    @Override
    public Results run(Program program, Feed feed) {
        Results results = super.run(rewritten.getOrDefault(program, program), feed);
        return new Results() {
            @Override
            public HostTensor get(String name) {
                return results.get(name);
            }

            @Override
            public HostTensor get(Tensor tensor) {
                return program.outputs().entrySet().stream().filter(output -> output.getValue() == tensor).map(Map.Entry::getKey)
                        .findFirst().map(results::get).orElseGet(() -> results.get(tensor));
            }
        };
    }
}

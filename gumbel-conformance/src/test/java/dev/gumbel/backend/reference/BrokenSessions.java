package dev.gumbel.backend.reference;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.reference.SuspectBackend.CaughtBy;
import dev.gumbel.graph.Program;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Selection;
import dev.gumbel.random.Domain;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Backends that compute rightly, but not what they were asked, when, or for whom. */
final class BrokenSessions {
    private BrokenSessions() {}

    @CaughtBy({"c33", "c41", "c72"})
    static final class IgnoredSeed extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.backend(settings, (reference, _, programs) -> reference.open(0, programs));
        }
    }

    @CaughtBy({"c33", "c41", "c44", "c116"})
    static final class IgnoredStep extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.feeding(settings, feed -> DelegatingSession.moved(feed, 0, feed.rowOffset()));
        }
    }

    @CaughtBy({"c43", "c73"})
    static final class IgnoredRowOffset extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.feeding(settings, feed -> DelegatingSession.moved(feed, feed.step(), 0));
        }
    }

    @CaughtBy("c42")
    static final class IgnoredDomain extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return RewritingSession.backend(settings, RewritingSession::unchanged, _ -> Domain.TRAIN);
        }
    }

    @CaughtBy({"c45", "c116"})
    static final class MergedNoise extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return RewritingSession.backend(settings, (tensor, inputs) -> tensor.op() instanceof Leaf.Random(_, var kind, var shape, var perRow, _)
                    ? Tensor.apply(new Leaf.Random("a", kind, shape, perRow, true)) : RewritingSession.unchanged(tensor, inputs),
                    UnaryOperator.identity());
        }
    }

    @CaughtBy("c41")
    static final class NoiseAlmostRight extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return RewritingSession.backend(settings, (tensor, inputs) -> tensor.op() instanceof Leaf.Random
                    ? tensor.mul(1 + 0x1p-23) : RewritingSession.unchanged(tensor, inputs), UnaryOperator.identity());
        }
    }

    @CaughtBy({"c46", "c47", "c48"})
    static final class NoiseOfAnotherDistribution extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return RewritingSession.backend(settings, (tensor, inputs) -> tensor.op() instanceof Leaf.Random
                    ? tensor.neg() : RewritingSession.unchanged(tensor, inputs), UnaryOperator.identity());
        }
    }

    @CaughtBy({"c111", "c113", "c114", "c115", "c117"})
    static final class GumbelOfEveryKind extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return RewritingSession.backend(settings, (tensor, inputs) -> tensor.op() instanceof Leaf.Random(var name, _, var shape, var perRow, _)
                    ? Tensor.apply(new Leaf.Random(name, NoiseKind.GUMBEL, shape, perRow, true)) : RewritingSession.unchanged(tensor, inputs),
                    UnaryOperator.identity());
        }
    }

    @CaughtBy("c112")
    static final class RowsInAllNoise extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return RewritingSession.backend(settings, (tensor, inputs) -> tensor.op() instanceof Leaf.Random(var name, var kind, var shape, _, _)
                    ? Tensor.apply(new Leaf.Random(name, kind, shape, shape.rank() > 0, true)) : RewritingSession.unchanged(tensor, inputs),
                    UnaryOperator.identity());
        }
    }

    @CaughtBy("c51")
    static final class SoftInPlaceOfHard extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return RewritingSession.backend(settings, (tensor, inputs) -> tensor.op() instanceof Selection.StraightThrough
                    ? inputs.get(1) : RewritingSession.unchanged(tensor, inputs), UnaryOperator.identity());
        }
    }

    @CaughtBy({"c86", "c87"})
    static final class UpdateAppliedTwice extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> new DelegatingSession(session) {
                @Override
                public Results run(Program program, Feed feed) {
                    super.run(program, feed);
                    return super.run(program, feed);
                }
            });
        }
    }

    @CaughtBy("c75")
    static final class DrawsCountedByRuns extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> new DelegatingSession(session) {
                private long runs;

                @Override
                public Results run(Program program, Feed feed) {
                    return super.run(program, DelegatingSession.moved(feed, runs++, feed.rowOffset()));
                }
            });
        }
    }

    @CaughtBy({"c74", "c76", "c97"})
    static final class WriteThatIsLost extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> new DelegatingSession(session) {
                @Override
                public void write(Variable variable, HostTensor value) {
                    super.write(variable, read(variable));
                }
            });
        }
    }

    @CaughtBy("c93")
    static final class VariablesSharedBySessions extends SuspectBackend {
        private final Map<Program, Session> opened = new IdentityHashMap<>();

        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.backend(settings, (reference, seed, programs) -> opened.computeIfAbsent(
                    programs[0], _ -> new DelegatingSession(reference.open(seed, programs))));
        }
    }

    @CaughtBy("c91")
    static final class UsableAfterClose extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> new DelegatingSession(session) {
                @Override
                public void close() {
                    // Left open.
                }
            });
        }
    }

    @CaughtBy("c92")
    static final class ClosedOnceOnly extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> new DelegatingSession(session) {
                @Override
                public void close() {
                    variables();
                    super.close();
                }
            });
        }
    }

    /** Results that are kept as they were, by whoever hands them out. */
    private record Kept(Map<String, HostTensor> values, Program program) implements Results {
        static Kept of(Results results, Program program) {
            Map<String, HostTensor> values = new HashMap<>();
            program.outputs().keySet().forEach(name -> values.put(name, results.get(name).copy()));
            return new Kept(values, program);
        }

        @Override
        public HostTensor get(String name) {
            return values.get(name);
        }

        @Override
        public HostTensor get(Tensor tensor) {
            return program.outputs().entrySet().stream().filter(output -> output.getValue() == tensor)
                    .map(output -> get(output.getKey())).findFirst().orElseThrow();
        }
    }

    @CaughtBy({"c91", "c94", "c95"})
    static final class ResultsThatNeverExpire extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> new DelegatingSession(session) {
                @Override
                public Results run(Program program, Feed feed) {
                    return Kept.of(super.run(program, feed), program);
                }
            });
        }
    }

    @CaughtBy({"c86", "c99"})
    static final class StaleResults extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> new DelegatingSession(session) {
                private final Map<Program, Results> first = new IdentityHashMap<>();

                @Override
                public Results run(Program program, Feed feed) {
                    Results results = super.run(program, feed);
                    return first.computeIfAbsent(program, _ -> Kept.of(results, program));
                }
            });
        }
    }

    @CaughtBy("c96")
    static final class ResultsThatAreNeverFreed extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> new DelegatingSession(session) {
                private final List<Results> all = new ArrayList<>();

                @Override
                public Results run(Program program, Feed feed) {
                    all.add(super.run(program, feed));
                    return all.getLast();
                }
            });
        }
    }

    @CaughtBy("c98")
    static final class SessionsThatAreNeverFreed extends SuspectBackend {
        private final List<Session> all = new ArrayList<>();

        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> {
                all.add(session);
                return session;
            });
        }
    }

    @CaughtBy("c101")
    static final class MissingInputsAreZero extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> new DelegatingSession(session) {
                @Override
                public Results run(Program program, Feed feed) {
                    Feed completed = DelegatingSession.moved(feed, feed.step(), feed.rowOffset());
                    program.inputs().stream().filter(input -> !feed.values().containsKey(input.name()))
                            .forEach(input -> completed.put(input, HostTensor.zeros(input.shape(), input.type())));
                    return super.run(program, completed);
                }
            });
        }
    }

    @CaughtBy({"c101", "c102", "c103", "c104"})
    static final class RefusalsThatNameNothing extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return DelegatingSession.wrapping(settings, session -> new DelegatingSession(session) {
                @Override
                public Results run(Program program, Feed feed) {
                    try {
                        return super.run(program, feed);
                    } catch (IllegalArgumentException failure) {
                        throw new IllegalArgumentException("bad input", failure);
                    }
                }
            });
        }
    }

    @CaughtBy("c100")
    static final class ChecksThatAreNotMade extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return reference(settings.withChecked(false));
        }
    }
}

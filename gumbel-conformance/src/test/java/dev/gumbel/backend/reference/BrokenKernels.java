package dev.gumbel.backend.reference;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.backend.reference.SuspectBackend.CaughtBy;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Movement;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Unary;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Backends that compute one thing wrongly. */
final class BrokenKernels {
    private BrokenKernels() {}

    @CaughtBy({"c11", "c23"})
    static final class OffByOneSum extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray reduce(Reduce op, ReferenceArray x) {
                    boolean sum = op.kind() == Reduce.Kind.SUM && x.size() > 1;
                    double[] shortened = x.values().clone();
                    shortened[shortened.length - 1] = sum ? 0 : shortened[shortened.length - 1];
                    return super.reduce(op, x.with(shortened));
                }
            }, settings);
        }
    }

    @CaughtBy("c18")
    static final class LostRestAfterLanes extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray unary(Unary op, ReferenceArray x) {
                    double[] right = super.unary(op, x).values();
                    int lanes = 8 * (x.size() / 8);
                    return x.with(IntStream.range(0, x.size()).mapToDouble(i -> i < lanes || x.size() < 24 ? right[i] : 0).toArray());
                }
            }, settings);
        }
    }

    @CaughtBy("c11")
    static final class LostBroadcast extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray binary(Binary op, ReferenceArray a, ReferenceArray b) {
                    ReferenceArray first = b.size() < a.size() ? map(b, _ -> b.values()[0]) : b;
                    return super.binary(op, a, first);
                }
            }, settings);
        }
    }

    @CaughtBy({"c11", "c14"})
    static final class TransposeThatOnlyRenames extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray movement(Movement op, ReferenceArray x) {
                    ReferenceArray right = super.movement(op, x);
                    return op instanceof Movement.Permute ? right.with(x.values()) : right;
                }
            }, settings);
        }
    }

    /** As many elements as the step leaves, but the first ones. */
    @CaughtBy({"c11", "c18", "c23"})
    static final class SliceWithoutItsStep extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray movement(Movement op, ReferenceArray x) {
                    return super.movement(op instanceof Movement.Slice slice
                            ? new Movement.Slice(slice.axis(), slice.start(), slice.start() + slice.extent()) : op, x);
                }
            }, settings);
        }
    }

    @CaughtBy("c13")
    static final class IdsComparedAsFloats extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray binary(Binary op, ReferenceArray a, ReferenceArray b) {
                    boolean ids = a.type() == DataType.INT32;
                    return super.binary(op, ids ? map(a, value -> (float) value) : a, ids ? map(b, value -> (float) value) : b);
                }
            }, settings);
        }
    }

    @CaughtBy({"c22", "c23", "c24"})
    static final class ZeroGradientOfWeights extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray matMul(MatMul op, ReferenceArray a, ReferenceArray b) {
                    ReferenceArray product = super.matMul(op, a, b);
                    return op.transposeA() ? map(product, _ -> 0) : product;
                }
            }, settings);
        }
    }

    @CaughtBy("c12")
    static final class NanEatingRelu extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray unary(Unary op, ReferenceArray x) {
                    return op instanceof Unary.Relu ? map(x, value -> value > 0 ? value : 0) : super.unary(op, x);
                }
            }, settings);
        }
    }

    @CaughtBy("c12")
    static final class FlushedSubnormals extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray unary(Unary op, ReferenceArray x) {
                    return super.unary(op, map(x, value -> Math.abs(value) < Float.MIN_NORMAL ? 0 : value));
                }
            }, settings);
        }
    }

    @CaughtBy("c13")
    static final class NanEatingMaximum extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray binary(Binary op, ReferenceArray a, ReferenceArray b) {
                    ReferenceArray right = super.binary(op, a, b);
                    return op instanceof Binary.Maximum ? map(right, value -> Double.isNaN(value) ? 0 : value) : right;
                }
            }, settings);
        }
    }

    @CaughtBy({"c14", "c19"})
    static final class NanEatingMax extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray reduce(Reduce op, ReferenceArray x) {
                    boolean max = op.kind() == Reduce.Kind.MAX;
                    return super.reduce(op, max ? map(x, value -> Double.isNaN(value) ? Double.NEGATIVE_INFINITY : value) : x);
                }
            }, settings);
        }
    }

    @CaughtBy("c15")
    static final class WhereByProduct extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray selection(Selection op, List<ReferenceArray> x) {
                    if (!(op instanceof Selection.Where)) {
                        return super.selection(op, x);
                    }
                    ReferenceArray chosen = map(x.get(0), value -> value != 0 ? 1 : 0);
                    ReferenceArray left = binary(new Binary.Mul(), chosen, x.get(1));
                    return binary(new Binary.Add(), left, binary(new Binary.Mul(), map(chosen, value -> 1 - value), x.get(2)));
                }
            }, settings);
        }
    }

    @CaughtBy("c17")
    static final class UpdatesOneAfterAnother extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray copy(ReferenceArray array) {
                    return array;
                }
            }, settings);
        }
    }

    @CaughtBy({"c14", "c54"})
    static final class ArgmaxTakesTheLast extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray selection(Selection op, List<ReferenceArray> x) {
                    if (!(op instanceof Selection.OneHotArgmax)) {
                        return super.selection(op, x);
                    }
                    return reversed(super.selection(op, List.of(reversed(x.getFirst()))));
                }
            }, settings);
        }

        private static ReferenceArray reversed(ReferenceArray x) {
            int columns = x.shape().last();
            return x.with(IntStream.range(0, x.size())
                    .mapToDouble(i -> x.values()[i - i % columns + columns - 1 - i % columns]).toArray());
        }
    }

    @CaughtBy({"c16", "c61"})
    static final class MaximumAfterDivision extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray fused(Fused op, List<ReferenceArray> x) {
                    if (!(op instanceof Fused.GumbelSoftmax)) {
                        return super.fused(op, x);
                    }
                    ReferenceArray divided = binary(new Binary.Div(), binary(new Binary.Add(), x.get(0), x.get(1)), x.get(2));
                    return super.fused(new Fused.Softmax(), List.of(map(divided, value -> (float) value)));
                }
            }, settings);
        }
    }

    @CaughtBy("c64")
    static final class SoftmaxWithoutMaximum extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray fused(Fused op, List<ReferenceArray> x) {
                    if (!(op instanceof Fused.Softmax)) {
                        return super.fused(op, x);
                    }
                    ReferenceArray weights = unary(new Unary.Exp(), x.getFirst());
                    Reduce sum = new Reduce(Reduce.Kind.SUM, true, x.getFirst().shape().rank() - 1);
                    return binary(new Binary.Div(), weights, reduce(sum, weights));
                }
            }, settings);
        }
    }

    @CaughtBy("c65")
    static final class MaskThatIsALargeNumber extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray fused(Fused op, List<ReferenceArray> x) {
                    ReferenceArray logits = map(x.getFirst(), value -> value == Double.NEGATIVE_INFINITY ? -20 : value);
                    return op instanceof Fused.Softmax ? super.fused(op, List.of(logits)) : super.fused(op, x);
                }
            }, settings);
        }
    }

    @CaughtBy("c71")
    static final class SumsInAnyOrder extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public ReferenceArray reduce(Reduce op, ReferenceArray x) {
                    double error = 1 + 1e-7 * Math.sin(System.nanoTime());
                    return map(super.reduce(op, x), value -> value * error);
                }
            }, settings);
        }
    }

    @CaughtBy({"c87", "c89", "c32"})
    static final class AdamWithoutBiasCorrection extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public void adam(AdamStep s, ReferenceArray w, ReferenceArray m, ReferenceArray v, ReferenceArray gradient) {
                    super.adam(new AdamStep(s.beta1(), s.beta2(), s.epsilon(), s.stepSize(), 1), w, m, v, gradient);
                }
            }, settings);
        }
    }

    @CaughtBy("c88")
    static final class AdamWithoutFlush extends SuspectBackend {
        @Override
        Backend backend(Settings settings) {
            return over(() -> new DelegatingKernels() {
                @Override
                public void adam(AdamStep s, ReferenceArray w, ReferenceArray m, ReferenceArray v, ReferenceArray gradient) {
                    double[] first = m.values().clone();
                    double[] second = v.values().clone();
                    super.adam(s, w, m, v, gradient);
                    Arrays.setAll(m.values(), i -> (float) (s.beta1() * first[i] + (1 - s.beta1()) * gradient.values()[i]));
                    Arrays.setAll(v.values(),
                            i -> (float) (s.beta2() * second[i] + (1 - s.beta2()) * gradient.values()[i] * gradient.values()[i]));
                }
            }, settings);
        }
    }
}

package dev.gumbel.backend.tornado;

import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.array.RuntimeCheck;
import dev.gumbel.graph.Lowering;
import dev.gumbel.graph.Program;
import dev.gumbel.graph.Update;
import dev.gumbel.op.Activation;
import dev.gumbel.op.Binary;
import dev.gumbel.op.Contraction.MatMul;
import dev.gumbel.op.Contraction.Reduce;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import dev.gumbel.op.Leaf;
import dev.gumbel.op.Movement;
import dev.gumbel.op.NoiseKind;
import dev.gumbel.op.Selection;
import dev.gumbel.op.Shape;
import dev.gumbel.op.Unary;
import dev.gumbel.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Turns one program into instructions. */
final class ProgramCompiler {
    /**
     * What programs are compiled for.
     *
     * @param draws which kinds of noise the device draws to the bit
     */
    record Target(Capabilities capabilities, boolean checked, long seed, Predicate<NoiseKind> draws) {}

    private final Program source;
    private final List<RuntimeCheck> checks;
    private final Program lowered;
    private final HeapLayout layout;
    private final Map<Tensor, View> views = new HashMap<>();
    private final Map<Tensor, Integer> leaves = new LinkedHashMap<>();
    private final Map<Leaf.Random, Integer> draws = new LinkedHashMap<>();
    private final Map<Update.AdamUpdate, Integer> corrections = new IdentityHashMap<>();
    private final Map<String, CompiledProgram.Output> outputs = new LinkedHashMap<>();
    private final Target target;
    private final View fedView;
    private Emitter emitter;
    private int fed;
    private int results;

    private ProgramCompiler(Program source, Target target, HeapLayout layout) {
        this.source = source;
        this.target = target;
        this.checks = target.checked() ? RuntimeCheck.of(source) : List.of();
        this.lowered = Lowering.lower(RuntimeCheck.watched(source, checks), target.capabilities()::claims);
        this.layout = layout;
        this.emitter = new Emitter(layout);
        this.fedView = fed();
    }

    /** The program's instructions; its variables have their places already. */
    static CompiledProgram compile(Program source, Target target, HeapLayout layout) {
        return new ProgramCompiler(source, target, layout).image();
    }

    private CompiledProgram image() {
        Patterns patterns = new Patterns(lowered);
        for (Tensor tensor : lowered.tensors()) {
            if (!patterns.isAbsorbed(tensor)) {
                Patterns.Match match = patterns.of(tensor);
                views.computeIfAbsent(tensor, _ -> match == null ? compute(tensor) : compute(match, tensor.shape().dims()));
            }
        }
        lowered.outputs().forEach(this::output);
        List<List<Instruction>> phases = new ArrayList<>();
        if (!checks.isEmpty()) {
            phases.add(emitter.instructions());
            emitter = new Emitter(layout);
        }
        updates();
        phases.add(emitter.instructions());
        return new CompiledProgram(source, checks, phases, leaves, draws, corrections, outputs, fed, results);
    }

    /** Lays out what is fed in one piece, which is copied at once; where in the heap that is. */
    private View fed() {
        for (Tensor tensor : lowered.tensors()) {
            if (tensor.op() instanceof Leaf.Random random && target.draws().test(random.kind())) {
                draws.put(random, fed);
                fed += FedAddress.LENGTH;
            } else if (tensor.op() instanceof Leaf.Input || tensor.op() instanceof Leaf.Random || tensor.op() instanceof Leaf.StepScalar) {
                leaves.put(tensor, fed);
                fed += HeapLayout.length(tensor.shape(), tensor.type());
            }
        }
        for (Update update : lowered.updates()) {
            if (update instanceof Update.AdamUpdate adam) {
                corrections.put(adam, fed);
                fed += 2;
            }
        }
        View all = layout.allocate(Math.max(fed, 1));
        if (fed > 0) {
            emitter.copyIn(0, View.of(all.offset(), fed));
        }
        leaves.forEach((tensor, offset) -> views.put(tensor, View.of(all.offset() + offset, View.dims(tensor.shape(), tensor.type()))));
        return all;
    }

    private View compute(Tensor tensor) {
        List<View> x = tensor.inputs().stream().map(this::view).toList();
        int[] dims = View.dims(tensor.shape(), tensor.type());
        return switch (tensor.op()) {
            case Leaf.Variable variable -> layout.variable(variable.name());
            case Leaf.Constant constant -> constant(constant);
            case Leaf.Random random -> emitter.draw(random, target.seed(), fedView(draws.get(random), FedAddress.LENGTH), dims);
            case Leaf leaf -> throw new IllegalStateException("fed leaves have their places already: " + leaf);
            case Unary unary -> emitter.map(Opcode.of(unary), dims, x.getFirst());
            case Binary binary when tensor.type() == DataType.INT32 -> emitter.compareIds(Opcode.of(binary), dims, x.get(0), x.get(1));
            case Binary binary -> emitter.map(Opcode.of(binary), dims, x.get(0), x.get(1));
            case Movement movement -> move(movement, x.getFirst(), dims);
            case MatMul matMul -> emitter.matMul(matMul, x.get(0), x.get(1));
            case Reduce reduce -> emitter.reduce(reduce, x.getFirst(), dims);
            case Selection.Where _ when tensor.inputs().getFirst().type() == DataType.INT32 ->
                    emitter.map(Opcode.WHERE, dims, emitter.nonZero(x.get(0)), x.get(1), x.get(2));
            case Selection selection -> select(selection, x, dims);
            case Fused.Softmax _ -> emitter.softmax(x.getFirst());
            case Fused.GumbelSoftmax _ -> emitter.gumbelSoftmax(x.get(0), x.get(1), x.get(2));
            case Fused.Linear(Activation activation) -> emitter.linear(activation, x.get(0), x.get(1), x.get(2));
            case Fused.BernoulliNll _ -> nll(x.get(0), x.get(1), tensor.inputs().getFirst().shape(), dims);
            case Fused fused -> throw new UnsupportedOperationException("backend 'tornado' has not claimed " + fused);
        };
    }

    private View compute(Patterns.Match match, int[] dims) {
        View a = view(match.a());
        Tensor b = match.b();
        return switch (match.kind()) {
            case MASK -> emitter.map(Opcode.MASK, dims, a, view(b));
            case MASKED_PRODUCT -> emitter.matMul((MatMul) b.op(), view(b.inputs().get(0)), view(b.inputs().get(1)), Opcode.MASK, a);
            case NLL_GRADIENT -> emitter.map(Opcode.NLL_GRADIENT, dims, a, view(b));
            case SOFTMAX_GRADIENT -> emitter.softmaxGradient(a, view(b));
        };
    }

    /** A part of what is fed. */
    private View fedView(@Nullable Integer place, int length) {
        return View.of(fedView.offset() + Objects.requireNonNull(place, "laid out with what is fed"), length);
    }

    private View view(Tensor tensor) {
        return Objects.requireNonNull(views.get(tensor), "inputs are computed first");
    }

    private View nll(View logits, View targets, Shape shape, int[] dims) {
        View each = emitter.map(Opcode.NLL, shape.dims(), logits, targets);
        return emitter.reduce(new Reduce(Reduce.Kind.SUM, false, shape.rank() - 1), each, dims);
    }

    private View constant(Leaf.Constant constant) {
        int[] dims = View.dims(constant.shape(), constant.type());
        if (constant.isFilled() && constant.type() != DataType.INT32) {
            View one = layout.preset((float) constant.value(0));
            return View.of(one.offset()).broadcast(dims);
        }
        int size = Math.toIntExact(constant.shape().size());
        float[] values = new float[View.size(dims)];
        for (int i = 0; i < size; i++) {
            if (constant.type() == DataType.INT32) {
                values[2 * i] = (int) constant.value(i) >> 16;
                values[2 * i + 1] = (int) constant.value(i) & 0xFFFF;
            } else {
                values[i] = (float) constant.value(i);
            }
        }
        return View.of(layout.preset(values).offset(), dims);
    }

    private View move(Movement op, View x, int[] dims) {
        return switch (op) {
            case Movement.Reshape _ -> emitter.contiguous(x).reshape(dims);
            case Movement.Permute permute -> x.permute(permute.axes());
            case Movement.BroadcastTo _ -> x.broadcast(dims);
            case Movement.Slice slice -> x.slice(slice);
            default -> throw new UnsupportedOperationException("backend 'tornado' does not know " + op);
        };
    }

    private View select(Selection op, List<View> x, int[] dims) {
        return switch (op) {
            case Selection.Where _ -> emitter.map(Opcode.WHERE, dims, x.get(0), x.get(1), x.get(2));
            case Selection.Concat(int axis) -> emitter.concat(axis, dims, x);
            case Selection.Gather _ -> emitter.gather(x.get(0), x.get(1), dims);
            case Selection.ScatterAdd _ -> emitter.scatter(x.get(0), x.get(1), dims);
            case Selection.OneHotArgmax _ -> emitter.argmax(x.getFirst());
            case Selection.StraightThrough _ -> x.getFirst();
            default -> throw new UnsupportedOperationException("backend 'tornado' does not know " + op);
        };
    }

    private void output(String name, Tensor tensor) {
        outputs.put(name, new CompiledProgram.Output(results, tensor.signature()));
        emitter.copyOut(view(tensor), results);
        results += HeapLayout.length(tensor.shape(), tensor.type());
    }

    /** All read the values from before: what lies among the variables is copied before the first of them changes. */
    private void updates() {
        Map<Tensor, View> sources = new HashMap<>();
        lowered.updates().forEach(update -> update.inputs().forEach(tensor -> sources.computeIfAbsent(tensor, this::source)));
        for (Update update : lowered.updates()) {
            switch (update) {
                case Update.Assign assign -> emitter.mapInto(layout.variable(assign.variable().name()), Opcode.COPY, copied(sources, assign.value()));
                case Update.Count _ -> { }
                case Update.AdamUpdate adam -> adam(
                        adam, copied(sources, adam.gradient()), copied(sources, adam.learningRate()), fedView(corrections.get(adam), 2));
            }
        }
    }

    private static View copied(Map<Tensor, View> sources, Tensor tensor) {
        return Objects.requireNonNull(sources.get(tensor), "copied before the first update");
    }

    private View source(Tensor tensor) {
        View view = emitter.contiguous(view(tensor));
        return layout.isState(view) ? emitter.copy(view) : view;
    }

    private void adam(Update.AdamUpdate adam, View gradient, View rate, View corrected) {
        View constants = layout.preset(
                (float) adam.beta1(), (float) (1 - adam.beta1()), (float) adam.beta2(), (float) (1 - adam.beta2()), (float) adam.epsilon(),
                Update.AdamUpdate.FLUSH_FIRST, Update.AdamUpdate.FLUSH_SECOND);
        emitter.adam(layout.variable(adam.variable().name()), layout.variable(adam.firstMoment().name()),
                layout.variable(adam.secondMoment().name()), gradient, rate, corrected, constants);
    }
}

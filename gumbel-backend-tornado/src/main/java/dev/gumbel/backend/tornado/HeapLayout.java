package dev.gumbel.backend.tornado;

import dev.gumbel.backend.BackendException;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** What lies where in a session's heap: variables first, then constants and intermediate values of each program. */
final class HeapLayout {
    /** Every tensor begins at a multiple of it: where vectors of kernels begin. */
    static final int ALIGNMENT = 16;
    /** Adam's kernel works on whole groups of it: large variables have room to the end of the last one. */
    static final int GROUP = 256;
    private static final int HALF = 16;

    /** Values that lie in the heap from the start. */
    record Preset(int offset, float[] values) {}

    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Map<String, View> views = new LinkedHashMap<>();
    private final List<Preset> presets = new ArrayList<>();
    /** Offset 0 is never handed out: instructions say 0 or -1 for "none". */
    private int end = ALIGNMENT;
    private int endOfState = ALIGNMENT;

    void add(Variable variable) {
        if (variables.putIfAbsent(variable.name(), variable) == null) {
            View view = allocate(View.dims(variable.shape(), variable.type()));
            views.put(variable.name(), view);
            if (view.span() >= GROUP) {
                end = view.offset() + Math.ceilDiv(view.span(), GROUP) * GROUP;
            }
            endOfState = end;
        }
    }

    View allocate(int... dims) {
        return allocate(View.of(0, dims));
    }

    /** Room for elements that lie as those of a view do. */
    View allocate(View like) {
        View view = new View(end, like.dims(), like.strides());
        try {
            end = Math.multiplyExact(Math.ceilDiv(Math.addExact(end, view.span()), ALIGNMENT), ALIGNMENT);
        } catch (ArithmeticException overflow) {
            throw new BackendException("backend 'tornado': the values of a session exceed 2^31 elements; take a smaller batch", overflow);
        }
        return view;
    }

    View preset(float... values) {
        View view = allocate(values.length);
        presets.add(new Preset(view.offset(), values));
        return view;
    }

    List<Variable> variables() {
        return List.copyOf(variables.values());
    }

    /** Where the variable of a name lies. */
    View variable(String name) {
        return Objects.requireNonNull(views.get(name), "variables are laid out before programs are compiled");
    }

    /** Whether the view is of a variable's elements, which an update changes. */
    boolean isState(View view) {
        return view.offset() < endOfState;
    }

    List<Preset> presets() {
        return presets;
    }

    /** The heap's length: what reads a whole group from the last element on finds something there. */
    int size() {
        return end + GROUP;
    }

    /** Elements as they lie in the heap. */
    static void store(HostTensor from, MemorySegment heap, int offset) {
        if (from.type() == DataType.INT32) {
            for (int i = 0; i < from.shape().size(); i++) {
                int value = (int) from.get(i);
                heap.setAtIndex(ValueLayout.JAVA_FLOAT, offset + 2L * i, value >> HALF);
                heap.setAtIndex(ValueLayout.JAVA_FLOAT, offset + 2L * i + 1, value & (1 << HALF) - 1);
            }
        } else {
            MemorySegment.copy(from.segment(), 0, heap, (long) offset * Float.BYTES, from.shape().size() * Float.BYTES);
        }
    }

    /** The reverse of {@link #store}. */
    static void load(MemorySegment heap, int offset, HostTensor into) {
        if (into.type() == DataType.INT32) {
            for (int i = 0; i < into.shape().size(); i++) {
                int high = (int) heap.getAtIndex(ValueLayout.JAVA_FLOAT, offset + 2L * i);
                into.set(i, (high << HALF) + (int) heap.getAtIndex(ValueLayout.JAVA_FLOAT, offset + 2L * i + 1));
            }
        } else {
            MemorySegment.copy(heap, (long) offset * Float.BYTES, into.segment(), 0, into.shape().size() * Float.BYTES);
        }
    }

    static int length(Shape shape, DataType type) {
        return View.size(View.dims(shape, type));
    }
}

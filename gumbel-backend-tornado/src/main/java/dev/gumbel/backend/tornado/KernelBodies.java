package dev.gumbel.backend.tornado;

import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * What one work-item of an instruction does, in the Java that TornadoVM compiles: static methods, one return each. Where an instruction stands in
 * the code, its words are those that {@link Emitter} wrote: opcode, length, number of work-items, then what the method for the opcode reads.
 */
final class KernelBodies {
    /** Sums are taken in parts of so many elements: the rounding error grows with the number of parts, not of elements. */
    private static final int PART = 64;

    private KernelBodies() {}

    /** Words: where in what is fed, where in the heap. */
    static void copyIn(IntArray code, int at, int item, FloatArray in, FloatArray heap) {
        heap.set(code.get(at + 4) + item, in.get(code.get(at + 3) + item));
    }

    /** Words: where in the heap, where among the outputs. */
    static void copyOut(IntArray code, int at, int item, FloatArray heap, FloatArray out) {
        out.set(code.get(at + 4) + item, heap.get(code.get(at + 3) + item));
    }

    /** Words: offsets of a, b, c and the result, number of axes; for each, innermost first: extent, four strides. */
    static void map(int opcode, IntArray code, int at, int item, FloatArray heap) {
        int a = code.get(at + 3);
        int b = code.get(at + 4);
        int c = code.get(at + 5);
        int result = code.get(at + 6);
        int outermost = code.get(at + 7) - 1;
        int rest = item;
        for (int axis = 0; axis < outermost; axis++) {
            int word = at + 8 + 5 * axis;
            int extent = code.get(word);
            int next = rest / extent;
            int index = rest - next * extent;
            a += index * code.get(word + 1);
            b += index * code.get(word + 2);
            c += index * code.get(word + 3);
            result += index * code.get(word + 4);
            rest = next;
        }
        // What is left is the index along the outermost axis: operands whose elements follow one another need no division.
        if (outermost > -1) {
            int word = at + 8 + 5 * outermost;
            a += rest * code.get(word + 1);
            b += rest * code.get(word + 2);
            c += rest * code.get(word + 3);
            result += rest * code.get(word + 4);
        }
        heap.set(result, ElementFunctions.apply(opcode, heap.get(a), heap.get(b), heap.get(c)));
    }

    /** Words: offsets of x and the result, number of kept axes, of reduced ones, extent and stride of the innermost reduced; of the others. */
    static void reduce(int opcode, IntArray code, int at, int item, FloatArray heap) {
        int kept = code.get(at + 5);
        int runs = code.get(at + 6);
        int extent = code.get(at + 8);
        int stride = code.get(at + 9);
        int base = code.get(at + 3) + offset(code, at + 10, kept, item);
        float result = 0f;
        if (opcode == Opcode.MAX) {
            result = Float.NEGATIVE_INFINITY;
        }
        for (int run = 0; run < runs; run++) {
            int start = base + offset(code, at + 10 + 2 * kept, code.get(at + 7), run);
            if (opcode == Opcode.SUM) {
                result += sum(heap, start, extent, stride);
            } else {
                result = ElementFunctions.larger(result, max(heap, start, extent, stride));
            }
        }
        heap.set(code.get(at + 4) + item, result);
    }

    /** The offset of an element: axes of extent and stride, innermost first. */
    private static int offset(IntArray code, int words, int axes, int item) {
        int offset = 0;
        int rest = item;
        for (int axis = 0; axis < axes - 1; axis++) {
            int extent = code.get(words + 2 * axis);
            int next = rest / extent;
            offset += (rest - next * extent) * code.get(words + 2 * axis + 1);
            rest = next;
        }
        if (axes > 0) {
            offset += rest * code.get(words + 2 * axes - 1);
        }
        return offset;
    }

    private static float sum(FloatArray heap, int start, int extent, int stride) {
        float total = 0f;
        for (int first = 0; first < extent; first += PART) {
            int end = TornadoMath.min(first + PART, extent);
            float part = 0f;
            for (int i = first; i < end; i++) {
                part += heap.get(start + i * stride);
            }
            total += part;
        }
        return total;
    }

    private static float max(FloatArray heap, int start, int extent, int stride) {
        float result = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < extent; i++) {
            result = ElementFunctions.larger(result, heap.get(start + i * stride));
        }
        return result;
    }

    /** Words: columns, offsets of logits, of noise or -1, of the temperature or -1, of the result. */
    static void softmax(IntArray code, int at, int row, FloatArray heap) {
        int columns = code.get(at + 3);
        int x = code.get(at + 4) + row * columns;
        int noise = code.get(at + 5);
        int result = code.get(at + 7) + row * columns;
        float temperature = 1f;
        if (code.get(at + 6) > 0) {
            temperature = heap.get(code.get(at + 6));
        }
        float largest = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < columns; i++) {
            float value = heap.get(x + i);
            if (noise > 0) {
                value += heap.get(noise + row * columns + i);
            }
            heap.set(result + i, value);
            largest = ElementFunctions.larger(largest, value);
        }
        for (int i = 0; i < columns; i++) {
            heap.set(result + i, TornadoMath.exp((heap.get(result + i) - largest) / temperature));
        }
        float sum = sum(heap, result, columns, 1);
        for (int i = 0; i < columns; i++) {
            heap.set(result + i, heap.get(result + i) / sum);
        }
    }

    /** Words: columns, offsets of y, of the gradient by y, of the result y (g - sum g y). */
    static void softmaxGradient(IntArray code, int at, int row, FloatArray heap) {
        int columns = code.get(at + 3);
        int y = code.get(at + 4) + row * columns;
        int gradient = code.get(at + 5) + row * columns;
        int result = code.get(at + 6) + row * columns;
        for (int i = 0; i < columns; i++) {
            heap.set(result + i, heap.get(gradient + i) * heap.get(y + i));
        }
        float sum = sum(heap, result, columns, 1);
        for (int i = 0; i < columns; i++) {
            heap.set(result + i, heap.get(y + i) * (heap.get(gradient + i) - sum));
        }
    }

    /** Words: columns, offsets of x and the result. */
    static void argmax(IntArray code, int at, int row, FloatArray heap) {
        int columns = code.get(at + 3);
        int x = code.get(at + 4) + row * columns;
        int result = code.get(at + 5) + row * columns;
        float largest = max(heap, x, columns, 1);
        // NaN if the largest is: it equals no element, not even itself.
        float rest = largest - largest;
        if (largest == Float.NEGATIVE_INFINITY) {
            rest = 0f;
        } else if (largest == Float.POSITIVE_INFINITY) {
            rest = 0f;
        }
        float mark = 1f;
        for (int i = 0; i < columns; i++) {
            float value = rest;
            if (heap.get(x + i) == largest) {
                value = mark;
                mark = 0f;
            }
            heap.set(result + i, value);
        }
    }

    /** Words: inner extent, columns; of a and of b: offset, stride of rows, stride of columns; offset of the result. */
    static void matMul(IntArray code, int at, int item, FloatArray heap) {
        int inner = code.get(at + 3);
        int columns = code.get(at + 4);
        int row = item / columns;
        int a = code.get(at + 5) + row * code.get(at + 6);
        int b = code.get(at + 8) + (item - row * columns) * code.get(at + 10);
        int strideA = code.get(at + 7);
        int strideB = code.get(at + 9);
        float sum = 0f;
        for (int i = 0; i < inner; i++) {
            sum += heap.get(a + i * strideA) * heap.get(b + i * strideB);
        }
        heap.set(code.get(at + 11) + item, sum);
    }

    /** Words: elements of a row, rows of the table, offsets of the table, the ids, the result and a NaN: what an id outside the table yields. */
    static void gather(IntArray code, int at, int item, FloatArray heap) {
        int width = code.get(at + 3);
        int which = item / width;
        int id = id(heap, code.get(at + 6) + 2 * which);
        int rows = code.get(at + 4);
        // Read from memory: TornadoVM writes a literal NaN in a way that is not OpenCL.
        float value = heap.get(code.get(at + 8));
        if (id > -1 && id < rows) {
            value = heap.get(code.get(at + 5) + id * width + item - which * width);
        }
        heap.set(code.get(at + 7) + item, value);
    }

    /** Words: rows of the result, number of ids, offsets of the updates, the ids and the result. Each work-item has a column of its own. */
    static void scatter(IntArray code, int at, int column, FloatArray heap) {
        int width = code.get(at + 2);
        int rows = code.get(at + 3);
        int ids = code.get(at + 4);
        int result = code.get(at + 7) + column;
        for (int row = 0; row < rows; row++) {
            heap.set(result + row * width, 0f);
        }
        for (int i = 0; i < ids; i++) {
            int id = id(heap, code.get(at + 6) + 2 * i);
            if (id > -1 && id < rows) {
                heap.set(result + id * width, heap.get(result + id * width) + heap.get(code.get(at + 5) + i * width + column));
            }
        }
    }

    /** An INT32, which lies in the heap as two floats: high and low half. */
    private static int id(FloatArray heap, int at) {
        return (int) heap.get(at) * 65536 + (int) heap.get(at + 1);
    }

    /**
     * Words: offsets of weight, both moments, gradient, learning rate, corrections (1 / (1 - beta1^t), 1 / sqrt(1 - beta2^t)), and constants (beta1,
     * 1 - beta1, beta2, 1 - beta2, epsilon, both thresholds of {@link dev.gumbel.graph.Update.AdamUpdate}).
     */
    static void adam(IntArray code, int at, int item, FloatArray heap) {
        // All that does not depend on the element is read first, and there is one way through: only so does the driver compute it in lanes.
        int corrections = code.get(at + 8);
        int constants = code.get(at + 9);
        float size = heap.get(code.get(at + 7)) * heap.get(corrections);
        float rootCorrection = heap.get(corrections + 1);
        float beta1 = heap.get(constants);
        float rest1 = heap.get(constants + 1);
        float beta2 = heap.get(constants + 2);
        float rest2 = heap.get(constants + 3);
        float epsilon = heap.get(constants + 4);
        float flushFirst = heap.get(constants + 5);
        float flushSecond = heap.get(constants + 6);
        int weight = code.get(at + 3) + item;
        int first = code.get(at + 4) + item;
        int second = code.get(at + 5) + item;
        float gradient = heap.get(code.get(at + 6) + item);
        float mean = beta1 * heap.get(first) + rest1 * gradient;
        float square = beta2 * heap.get(second) + rest2 * gradient * gradient;
        float before = heap.get(weight);
        mean = TornadoMath.abs(mean) < flushFirst ? 0f : mean;
        square = square < flushSecond ? 0f : square;
        heap.set(first, mean);
        heap.set(second, square);
        heap.set(weight, before - size * mean / (TornadoMath.sqrt(square) * rootCorrection + epsilon));
    }
}

package dev.gumbel.backend.tornado;

import uk.ac.manchester.tornado.api.math.TornadoMath;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;
import uk.ac.manchester.tornado.api.types.vectors.Float16;

/** The product of large matrices: each work-item computes a tile of the result, which stays in vector registers. */
final class Product {
    static final int ROWS = 4;
    /** A vector's length. */
    static final int COLUMNS = HeapLayout.ALIGNMENT;

    private Product() {}

    /**
     * Words: tiles across, rows, inner extent; of a: offset, stride of rows, stride of columns; of b and of the result, in vectors: offset, stride of
     * rows; then those of {@link #finish}. At the bottom edge tiles overlap and compute the same.
     */
    static void tile(IntArray code, int at, int item, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int across = code.get(at + 3);
        int down = item / across;
        int row = TornadoMath.min(down * ROWS, code.get(at + 4) - ROWS);
        int column = item - down * across;
        int stride = code.get(at + 7);
        int a0 = code.get(at + 6) + row * stride;
        int a1 = a0 + stride;
        int a2 = a1 + stride;
        int a3 = a2 + stride;
        int b = code.get(at + 9) + column;
        Float16 sum0 = filled(0f);
        Float16 sum1 = filled(0f);
        Float16 sum2 = filled(0f);
        Float16 sum3 = filled(0f);
        for (int i = 0; i < code.get(at + 5); i++) {
            int along = i * code.get(at + 8);
            Float16 right = memory.get(b + i * code.get(at + 10));
            sum0 = Float16.add(sum0, Float16.mult(filled(heap.get(a0 + along)), right));
            sum1 = Float16.add(sum1, Float16.mult(filled(heap.get(a1 + along)), right));
            sum2 = Float16.add(sum2, Float16.mult(filled(heap.get(a2 + along)), right));
            sum3 = Float16.add(sum3, Float16.mult(filled(heap.get(a3 + along)), right));
        }
        int result = code.get(at + 11) + row * code.get(at + 12) + column;
        memory.set(result, sum0);
        memory.set(result + code.get(at + 12), sum1);
        memory.set(result + 2 * code.get(at + 12), sum2);
        memory.set(result + 3 * code.get(at + 12), sum3);
    }

    /**
     * What follows the product, on the elements of a tile that overlaps no other. Words, after those of {@link #tile}: opcode, columns; of the
     * operand: offset, stride of rows, stride of columns.
     */
    static void finish(IntArray code, int at, int item, FloatArray heap) {
        int opcode = code.get(at + 13);
        int across = code.get(at + 3);
        int down = item / across;
        int row = down * ROWS;
        int column = (item - down * across) * COLUMNS;
        int columns = TornadoMath.min(COLUMNS, code.get(at + 14) - column);
        int result = (code.get(at + 11) + row * code.get(at + 12)) * COLUMNS + column;
        int operand = code.get(at + 15) + row * code.get(at + 16) + column * code.get(at + 17);
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < columns; j++) {
                int element = result + j;
                heap.set(element, finish(opcode, heap.get(element), heap.get(operand + j * code.get(at + 17))));
            }
            result += code.get(at + 12) * COLUMNS;
            operand += code.get(at + 16);
        }
    }

    private static float finish(int opcode, float product, float operand) {
        float result = product;
        if (opcode == Opcode.MASK) {
            result = operand > 0f ? product : 0f;
        } else {
            result = product + operand;
        }
        if (opcode == Opcode.BIASED + Opcode.RELU) {
            result = ElementFunctions.positive(result);
        }
        return result;
    }

    /** Whether {@link #finish} knows the function. */
    static boolean finishes(int opcode) {
        return opcode == Opcode.MASK || opcode == Opcode.ADD || opcode == Opcode.BIASED + Opcode.RELU;
    }

    private static Float16 filled(float x) {
        return new Float16(x, x, x, x, x, x, x, x, x, x, x, x, x, x, x, x);
    }
}

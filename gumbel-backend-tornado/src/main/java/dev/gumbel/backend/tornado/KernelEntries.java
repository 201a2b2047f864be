package dev.gumbel.backend.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;
import uk.ac.manchester.tornado.api.types.collections.VectorFloat16;

/**
 * The kernels: what TornadoVM is given as tasks. Public, as TornadoVM looks them up by their names. It compiles scalars in as constants: sizes and
 * strides come from memory, so that a kernel has the same OpenCL text wherever it is used, which PoCL compiles once and keeps on disk.
 */
public final class KernelEntries {
    private KernelEntries() {}

    /** One work-item carries out a list of small instructions: their number, then the instructions. */
    public static void sequence(KernelContext context, IntArray code, FloatArray in, VectorFloat16 memory, FloatArray out) {
        FloatArray heap = memory.getArray();
        int count = code.get(0);
        int at = 1;
        for (int instruction = 0; instruction < count; instruction++) {
            int opcode = code.get(at);
            int items = code.get(at + 2);
            for (int item = context.globalIdx; item < items; item++) {
                if (opcode < Opcode.COPY_IN || opcode > Opcode.BIASED) {
                    KernelBodies.map(opcode, code, at, item, heap);
                } else if (opcode == Opcode.COPY_IN) {
                    KernelBodies.copyIn(code, at, item, in, heap);
                } else if (opcode == Opcode.COPY_OUT) {
                    KernelBodies.copyOut(code, at, item, heap, out);
                } else if (opcode < Opcode.SOFTMAX) {
                    KernelBodies.reduce(opcode, code, at, item, heap);
                } else if (opcode == Opcode.SOFTMAX) {
                    KernelBodies.softmax(code, at, item, heap);
                } else if (opcode == Opcode.SOFTMAX_GRADIENT) {
                    KernelBodies.softmaxGradient(code, at, item, heap);
                } else if (opcode == Opcode.ARGMAX) {
                    KernelBodies.argmax(code, at, item, heap);
                } else if (opcode == Opcode.MATMUL) {
                    KernelBodies.matMul(code, at, item, heap);
                } else if (opcode == Opcode.GATHER) {
                    KernelBodies.gather(code, at, item, heap);
                } else if (opcode == Opcode.SCATTER) {
                    KernelBodies.scatter(code, at, item, heap);
                } else if (opcode == Opcode.DRAW) {
                    heap.set(code.get(at + 8) + item, DeviceNoise.gumbel(DeviceNoise.word(code, at, item, heap)));
                } else {
                    KernelBodies.adam(code, at, item, heap);
                }
            }
            at += code.get(at + 1);
        }
    }

    // Instructions of one kind that do not need each other, a work-item for each of their elements. The code is TaskWriter's: where each group's
    // instruction stands, with its first work-item before it. A kernel for each kind, as TornadoVM limits how much it inlines.

    public static void wideCopyIn(KernelContext context, IntArray code, FloatArray in, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            KernelBodies.copyIn(code, at, item, in, heap);
        }
    }

    public static void wideCopyOut(KernelContext context, IntArray code, VectorFloat16 memory, FloatArray out) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            KernelBodies.copyOut(code, at, item, heap, out);
        }
    }

    public static void wideMap(KernelContext context, int opcode, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            KernelBodies.map(opcode, code, at, item, heap);
        }
    }

    public static void wideReduce(KernelContext context, int opcode, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            KernelBodies.reduce(opcode, code, at, item, heap);
        }
    }

    public static void wideSoftmax(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            KernelBodies.softmax(code, at, item, heap);
        }
    }

    public static void wideSoftmaxGradient(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            KernelBodies.softmaxGradient(code, at, item, heap);
        }
    }

    public static void wideArgmax(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            KernelBodies.argmax(code, at, item, heap);
        }
    }

    public static void wideMatMul(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            KernelBodies.matMul(code, at, item, heap);
        }
    }

    public static void wideGather(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            KernelBodies.gather(code, at, item, heap);
        }
    }

    public static void wideScatter(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            KernelBodies.scatter(code, at, item, heap);
        }
    }

    public static void wideAdam(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        // Without asking whether there is such an element: variables have room to the end of the group.
        int at = code.get(context.groupIdx);
        KernelBodies.adam(code, at, context.globalIdx - code.get(at - 1), heap);
    }

    public static void wideDraw(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            heap.set(code.get(at + 8) + item, DeviceNoise.gumbel(DeviceNoise.word(code, at, item, heap)));
        }
    }

    public static void wideUniform(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            heap.set(code.get(at + 8) + item, DeviceNoise.uniformDraw(DeviceNoise.word(code, at, item, heap)));
        }
    }

    public static void wideExponential(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            heap.set(code.get(at + 8) + item, DeviceNoise.exponential(DeviceNoise.word(code, at, item, heap)));
        }
    }

    public static void wideLogistic(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            heap.set(code.get(at + 8) + item, DeviceNoise.logistic(DeviceNoise.word(code, at, item, heap)));
        }
    }

    public static void wideNormal(KernelContext context, IntArray code, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            heap.set(code.get(at + 8) + item, DeviceNoise.normal(DeviceNoise.word(code, at, item, heap)));
        }
    }

    public static void wideProduct(KernelContext context, IntArray code, VectorFloat16 memory) {
        int at = code.get(context.groupIdx);
        int item = context.globalIdx - code.get(at - 1);
        if (item < code.get(at + 2)) {
            Product.tile(code, at, item, memory);
        }
        // Nothing else tells TornadoVM that the vectors written are the floats read below.
        context.localBarrier();
        if (item < code.get(at + 2) && code.get(at + 13) > Opcode.COPY) {
            Product.finish(code, at, item, memory.getArray());
        }
    }

    /** Touches the heap: a graph needs a task to bring an array onto the device. */
    public static void touch(KernelContext context, VectorFloat16 memory) {
        FloatArray heap = memory.getArray();
        int item = context.globalIdx;
        heap.set(item, heap.get(item));
    }
}

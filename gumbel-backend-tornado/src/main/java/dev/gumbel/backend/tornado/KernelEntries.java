package dev.gumbel.backend.tornado;

import uk.ac.manchester.tornado.api.KernelContext;
import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * The kernels: what TornadoVM is given as tasks. Public, as TornadoVM looks them up by their names. Scalars are compiled in as constants; everything
 * else comes from the code, so equal kernels have equal OpenCL text, which PoCL compiles once.
 */
public final class KernelEntries {
    private KernelEntries() {}

    /** One work-item carries out a list of small instructions: its number at {@code start}, then the instructions. */
    public static void sequence(KernelContext context, int start, IntArray code, FloatArray in, FloatArray heap, FloatArray out) {
        int count = code.get(start);
        int at = start + 1;
        for (int instruction = 0; instruction < count; instruction++) {
            int opcode = code.get(at);
            int items = code.get(at + 2);
            for (int item = context.globalIdx; item < items; item++) {
                if (opcode < Opcode.COPY_IN) {
                    Steps.map(opcode, code, at, item, heap);
                } else if (opcode == Opcode.COPY_IN) {
                    Steps.copyIn(code, at, item, in, heap);
                } else if (opcode == Opcode.COPY_OUT) {
                    Steps.copyOut(code, at, item, heap, out);
                } else if (opcode < Opcode.SOFTMAX) {
                    Steps.reduce(opcode, code, at, item, heap);
                } else if (opcode == Opcode.SOFTMAX) {
                    Steps.softmax(code, at, item, heap);
                } else if (opcode == Opcode.ARGMAX) {
                    Steps.argmax(code, at, item, heap);
                } else if (opcode == Opcode.MATMUL) {
                    Steps.matMul(code, at, item, heap);
                } else if (opcode == Opcode.GATHER) {
                    Steps.gather(code, at, item, heap);
                } else if (opcode == Opcode.SCATTER) {
                    Steps.scatter(code, at, item, heap);
                } else {
                    Steps.adam(code, at, item, heap);
                }
            }
            at += code.get(at + 1);
        }
    }

    // One instruction, a work-item for each of its elements: a kernel for each kind, as TornadoVM limits what it compiles at once.

    public static void wideCopyIn(KernelContext context, int start, int items, IntArray code, FloatArray in, FloatArray heap) {
        int item = context.globalIdx;
        if (item < items) {
            Steps.copyIn(code, start, item, in, heap);
        }
    }

    public static void wideCopyOut(KernelContext context, int start, int items, IntArray code, FloatArray heap, FloatArray out) {
        int item = context.globalIdx;
        if (item < items) {
            Steps.copyOut(code, start, item, heap, out);
        }
    }

    public static void wideMap(KernelContext context, int opcode, int start, int items, IntArray code, FloatArray heap) {
        int item = context.globalIdx;
        if (item < items) {
            Steps.map(opcode, code, start, item, heap);
        }
    }

    public static void wideReduce(KernelContext context, int opcode, int start, int items, IntArray code, FloatArray heap) {
        int item = context.globalIdx;
        if (item < items) {
            Steps.reduce(opcode, code, start, item, heap);
        }
    }

    public static void wideSoftmax(KernelContext context, int start, int items, IntArray code, FloatArray heap) {
        int item = context.globalIdx;
        if (item < items) {
            Steps.softmax(code, start, item, heap);
        }
    }

    public static void wideArgmax(KernelContext context, int start, int items, IntArray code, FloatArray heap) {
        int item = context.globalIdx;
        if (item < items) {
            Steps.argmax(code, start, item, heap);
        }
    }

    public static void wideMatMul(KernelContext context, int start, int items, IntArray code, FloatArray heap) {
        int item = context.globalIdx;
        if (item < items) {
            Steps.matMul(code, start, item, heap);
        }
    }

    public static void wideGather(KernelContext context, int start, int items, IntArray code, FloatArray heap) {
        int item = context.globalIdx;
        if (item < items) {
            Steps.gather(code, start, item, heap);
        }
    }

    public static void wideScatter(KernelContext context, int start, int items, IntArray code, FloatArray heap) {
        int item = context.globalIdx;
        if (item < items) {
            Steps.scatter(code, start, item, heap);
        }
    }

    public static void wideAdam(KernelContext context, int start, int items, IntArray code, FloatArray heap) {
        int item = context.globalIdx;
        if (item < items) {
            Steps.adam(code, start, item, heap);
        }
    }

    /** Touches the heap: a graph needs a task to bring an array onto the device. */
    public static void touch(KernelContext context, FloatArray heap) {
        int item = context.globalIdx;
        heap.set(item, heap.get(item));
    }
}

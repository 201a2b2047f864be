package dev.gumbel.backend.tornado;

import uk.ac.manchester.tornado.api.math.TornadoMath;

/**
 * Elementwise functions as kernels compute them. Comparisons are written with {@code >}, {@code <} and {@code ==} alone: the others hold for NaN
 * once TornadoVM has turned them round. {@code TornadoMath.max} drops NaN.
 */
final class ElementFunctions {
    private ElementFunctions() {}

    static float apply(int opcode, float a, float b, float c) {
        float result = a;
        if (opcode > Opcode.BIASED) {
            result = a + b;
        }
        int function = function(opcode);
        if (function < Opcode.ADD) {
            result = unary(function, result);
        } else if (opcode < Opcode.WHERE) {
            result = binary(opcode, a, b);
        } else if (a == 0f) {
            result = c;
        } else {
            result = b;
        }
        if (opcode == Opcode.NLL) {
            result = result - a * b;
        } else if (opcode == Opcode.NLL_GRADIENT) {
            result = result - b;
        }
        return result;
    }

    /** The unary function that is a part of an opcode's, else the opcode: each function stands in a kernel once, as kernels may only be so large. */
    private static int function(int opcode) {
        int function = opcode;
        if (opcode > Opcode.BIASED) {
            function = opcode - Opcode.BIASED;
        } else if (opcode == Opcode.NLL) {
            function = Opcode.SOFTPLUS;
        } else if (opcode == Opcode.NLL_GRADIENT) {
            function = Opcode.SIGMOID;
        }
        return function;
    }

    private static float unary(int opcode, float x) {
        float result = x;
        if (opcode == Opcode.NEG) {
            result = -x;
        } else if (opcode == Opcode.EXP) {
            result = TornadoMath.exp(x);
        } else if (opcode == Opcode.LOG) {
            result = TornadoMath.log(x);
        } else if (opcode == Opcode.SQRT) {
            result = TornadoMath.sqrt(x);
        } else if (opcode == Opcode.SIGMOID) {
            result = sigmoid(x);
        } else if (opcode == Opcode.TANH) {
            result = tanh(x);
        } else if (opcode == Opcode.RELU) {
            result = positive(x);
        } else if (opcode == Opcode.SOFTPLUS) {
            result = softplus(x);
        }
        return result;
    }

    private static float binary(int opcode, float a, float b) {
        float result = 0f;
        if (opcode == Opcode.ADD) {
            result = a + b;
        } else if (opcode == Opcode.SUB) {
            result = a - b;
        } else if (opcode == Opcode.MUL) {
            result = a * b;
        } else if (opcode == Opcode.DIV) {
            result = a / b;
        } else if (opcode == Opcode.MAXIMUM) {
            result = larger(a, b);
        } else if (opcode == Opcode.MINIMUM) {
            result = -larger(-a, -b);
        } else if (opcode == Opcode.MASK) {
            if (a > 0f) {
                result = b;
            }
        } else {
            result = compare(opcode, a, b);
        }
        return result;
    }

    private static float compare(int opcode, float a, float b) {
        float result = 0f;
        if (a == b) {
            if (opcode != Opcode.GREATER) {
                result = 1f;
            }
        } else if (a > b) {
            if (opcode != Opcode.EQUAL) {
                result = 1f;
            }
        }
        return result;
    }

    /** The larger of both; their sum, which is NaN, if either is. */
    static float larger(float a, float b) {
        float result = a + b;
        if (a > b) {
            result = a;
        } else if (a < b) {
            result = b;
        } else if (a == b) {
            result = a;
        }
        return result;
    }

    static float positive(float x) {
        float result = x;
        if (x < 0f) {
            result = 0f;
        }
        return result;
    }

    /** PoCL's does not reach 1, not even at infinity; from 9.02 on 1 is the nearest float. */
    private static float tanh(float x) {
        float result = TornadoMath.tanh(x);
        if (x > 9.02f) {
            result = 1f;
        } else if (x < -9.02f) {
            result = -1f;
        }
        return result;
    }

    private static float sigmoid(float x) {
        float e = TornadoMath.exp(-TornadoMath.abs(x));
        float numerator = 1f;
        if (x < 0f) {
            numerator = e;
        }
        return numerator / (1f + e);
    }

    /** With log(1 + e) as log(u) e / (u - 1), u the rounded 1 + e: the rounding cancels (Goldberg 1991, theorem 4). */
    private static float softplus(float x) {
        float e = TornadoMath.exp(-TornadoMath.abs(x));
        float u = 1f + e;
        float log = e;
        if (u > 1f) {
            log = TornadoMath.log(u) * (e / (u - 1f));
        }
        return positive(x) + log;
    }
}

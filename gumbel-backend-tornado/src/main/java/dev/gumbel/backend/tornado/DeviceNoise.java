package dev.gumbel.backend.tornado;

import uk.ac.manchester.tornado.api.types.arrays.FloatArray;
import uk.ac.manchester.tornado.api.types.arrays.IntArray;

/**
 * Noise v1 in the Java that TornadoVM compiles: {@link dev.gumbel.random.Philox} and {@link dev.gumbel.random.GumbelTransform} to the bit. TornadoVM
 * makes a fused multiply-add of every {@code a * b + c}; kernels cannot look at a float's bits, so powers of two are found by comparison.
 */
final class DeviceNoise {
    /** In place of the number of a stream's multiplier: words are enciphered. */
    static final int PHILOX = 0;

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD2511F53L;
    private static final long MULTIPLIER_1 = 0xCD9E8D57L;
    private static final int WEYL_0 = 0x9E3779B9;
    private static final int WEYL_1 = 0xBB67AE85;
    private static final long LOW = 0xFFFFFFFFL;
    /** sqrt(1/2) as a float. */
    private static final float ROOT = 0x1.6a09e6p-1f;
    private static final float NEG_LN2_HIGH = -0x1.62e4p-1f;
    private static final float NEG_LN2_LOW = -0x1.7f7dp-20f;

    private DeviceNoise() {}

    /**
     * Words: of the stream: id of the name, low and high half of the key; {@link #PHILOX}, or a factor: then the words are the multiples of it, which
     * is for checks; offsets of the run's {@link FedAddress} and of the result. Apart from the draw: callees may only be so large.
     */
    static int word(IntArray code, int at, int item, FloatArray heap) {
        int address = code.get(at + 7);
        int index = item + (int) heap.get(address + 6);
        int block = integer(heap, address + 4) + (index >> 2);
        int lane = index & 3;
        int factor = code.get(at + 6);
        int word = (block * 4 + lane) * factor;
        if (factor == PHILOX) {
            word = word(block, code.get(at + 3), integer(heap, address), integer(heap, address + 2), code.get(at + 4), code.get(at + 5), lane);
        }
        return word;
    }

    private static int integer(FloatArray heap, int at) {
        return (int) heap.get(at) * 65536 + (int) heap.get(at + 1);
    }

    private static int word(int c0, int c1, int c2, int c3, int k0, int k1, int lane) {
        int a = c0;
        int b = c1;
        int c = c2;
        int d = c3;
        int key0 = k0;
        int key1 = k1;
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * (a & LOW);
            long product1 = MULTIPLIER_1 * (c & LOW);
            a = (int) (product1 >> 32) ^ b ^ key0;
            b = (int) product1;
            c = (int) (product0 >> 32) ^ d ^ key1;
            d = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        int low = lane == 0 ? a : b;
        int high = lane == 2 ? c : d;
        return lane < 2 ? low : high;
    }

    /** Where lanes cannot branch: docs/noise-v1.md. */
    static float gumbel(int word) {
        int magnitude = word ^ word >> 31;
        float v = (magnitude + 0.5f) * 0x1p-32f;
        float ratio = word < 0 ? logRatio(v) : 0f;
        float first = negLog(v, v, ratio);
        float second = negLog(word < 0 ? 1f : first, 0f, 0f);
        return word < 0 ? first : second;
    }

    /** Not named as the kind is: that is a word of OpenCL. */
    static float uniformDraw(int word) {
        int magnitude = word ^ word >> 31;
        float v = (magnitude + 0.5f) * 0x1p-32f;
        float u = 1f - v;
        float most = 1f - 0x1p-24f;
        u = u > most ? most : u;
        return word < 0 ? u : v;
    }

    static float exponential(int word) {
        int magnitude = word ^ word >> 31;
        float steps = magnitude + 0.5f;
        float v = steps * 0x1p-32f;
        float small = (steps * v * exponentialExcess(v) + steps) * 0x1p-32f;
        return word < 0 ? small : negLog(v, 0f, 0f);
    }

    private static float exponentialExcess(float v) {
        float p = 0x1.18e6a2p1f * v + -0x1.d9faap1f;
        p = p * v + 0x1.a12428p1f;
        p = p * v + -0x1.5d80ep0f;
        p = p * v + 0x1.273148p-1f;
        p = p * v + 0x1.682e98p-4f;
        p = p * v + 0x1.ab6bp-3f;
        p = p * v + 0x1.fee194p-3f;
        p = p * v + 0x1.5559cp-2f;
        return p * v + 0x1.fffff4p-2f;
    }

    static float logistic(int word) {
        int magnitude = word ^ word >> 31;
        float v = (magnitude + 0.5f) * 0x1p-32f;
        float c = -4f * v + 2f;
        float square = c * c;
        float centre = c * square * logisticExcess(square) + c;
        float outside = negLog(v, -v, exponentialExcess(v) * v + 1f);
        float draw = v >= 0.25f ? centre : outside;
        return word < 0 ? draw : -draw;
    }

    private static float logisticExcess(float square) {
        float p = 0x1.694414p-15f * square + 0x1.a69f3p-15f;
        p = p * square + 0x1.e403bcp-12f;
        p = p * square + 0x1.234d64p-9f;
        p = p * square + 0x1.99a678p-7f;
        return p * square + 0x1.55554p-4f;
    }

    static float normal(int word) {
        int magnitude = word ^ word >> 31;
        float v = (magnitude + 0.5f) * 0x1p-32f;
        float d = 0.5f - v;
        float w = negLog(v, 0f, 0f);
        float outside = w < 6.75f ? normalMiddle(w - 4f) : normalTail(w - 12f);
        float draw = v >= 0.125f ? d * normalSlope(d * d) : outside;
        return word < 0 ? draw : -draw;
    }

    private static float normalSlope(float square) {
        float p = 0x1.14de68p19f * square + -0x1.e241cp17f;
        p = p * square + 0x1.a4782ap15f;
        p = p * square + -0x1.55ca86p12f;
        p = p * square + 0x1.147c7cp9f;
        p = p * square + 0x1.efbb0cp4f;
        p = p * square + 0x1.006002p4f;
        p = p * square + 0x1.71328ep2f;
        p = p * square + 0x1.4ffe54p1f;
        return p * square + 0x1.40d932p1f;
    }

    private static float normalMiddle(float t) {
        float p = 0x1.8ca81ap-27f * t + -0x1.987a36p-24f;
        p = p * t + 0x1.575508p-22f;
        p = p * t + -0x1.099b3ap-20f;
        p = p * t + 0x1.55638ep-18f;
        p = p * t + -0x1.c0974ap-16f;
        p = p * t + 0x1.196de4p-13f;
        p = p * t + -0x1.766504p-11f;
        p = p * t + 0x1.13e9d4p-8f;
        p = p * t + -0x1.ee6f0ap-6f;
        p = p * t + 0x1.a1714ap-2f;
        return p * t + 0x1.0b8034p1f;
    }

    private static float normalTail(float t) {
        float p = 0x1.e38f5ap-46f * t + -0x1.40ea4cp-40f;
        p = p * t + 0x1.70606ap-36f;
        p = p * t + -0x1.1b3a44p-32f;
        p = p * t + 0x1.bc4306p-29f;
        p = p * t + -0x1.9ad9p-25f;
        p = p * t + 0x1.90f804p-21f;
        p = p * t + -0x1.9a8ad8p-17f;
        p = p * t + 0x1.d24c8ep-13f;
        p = p * t + -0x1.46d5fp-8f;
        p = p * t + 0x1.befc8cp-3f;
        return p * t + 0x1.17d584p2f;
    }

    private static float logRatio(float v) {
        float p = -0x1.bc2324p-2f * v + 0x1.fb70b4p-2f;
        p = p * v + -0x1.85d54p-2f;
        p = p * v + 0x1.59666ep-5f;
        p = p * v + -0x1.b732aap-4f;
        p = p * v + -0x1.f7b6d2p-4f;
        p = p * v + -0x1.aaddcep-3f;
        return p * v + -0x1.ffff94p-2f;
    }

    /** -log(x) + a b for x from 2^-33 to 23: x = t 2^e with t from sqrt(1/2) to sqrt(2), by exact products. */
    private static float negLog(float x, float a, float b) {
        float e = 0f;
        float t = x;
        e = t < ROOT * 0x1p-15f ? e - 16f : e;
        t = t < ROOT * 0x1p-15f ? t * 0x1p16f : t;
        e = t < ROOT * 0x1p-7f ? e - 8f : e;
        t = t < ROOT * 0x1p-7f ? t * 0x1p8f : t;
        e = t < ROOT * 0x1p-3f ? e - 4f : e;
        t = t < ROOT * 0x1p-3f ? t * 0x1p4f : t;
        e = t < ROOT * 0x1p-1f ? e - 2f : e;
        t = t < ROOT * 0x1p-1f ? t * 0x1p2f : t;
        e = t < ROOT * 0x1p-1f ? e - 2f : e;
        t = t < ROOT * 0x1p-1f ? t * 0x1p2f : t;
        e = t < ROOT ? e - 1f : e;
        t = t < ROOT ? t * 0x1p1f : t;
        e = t >= ROOT * 0x1p4f ? e + 4f : e;
        t = t >= ROOT * 0x1p4f ? t * 0x1p-4f : t;
        e = t >= ROOT * 0x1p2f ? e + 2f : e;
        t = t >= ROOT * 0x1p2f ? t * 0x1p-2f : t;
        e = t >= ROOT * 0x1p1f ? e + 1f : e;
        t = t >= ROOT * 0x1p1f ? t * 0x1p-1f : t;
        float h = 1f - t;
        float p = 0x1.379c24p-4f * h + 0x1.0b6eep-3f;
        p = p * h + 0x1.110df6p-3f;
        p = p * h + 0x1.22006ep-3f;
        p = p * h + 0x1.53d596p-3f;
        p = p * h + 0x1.99a838p-3f;
        p = p * h + 0x1.00065ep-2f;
        p = p * h + 0x1.55554cp-2f;
        p = p * h + 0x1.fffffp-2f;
        float mantissaPart = a * b + (h * h * p + h);
        return e * NEG_LN2_HIGH + (e * NEG_LN2_LOW + mantissaPart);
    }
}

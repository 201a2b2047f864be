package dev.gumbel.backend.tornado;

/** Runs a program after as many identity hashes as the argument says; {@link KernelTextTest} reads the kernels. */
final class KernelText {
    private KernelText() {}

    public static void main(String[] arguments) {
        for (int i = 0; i < Integer.parseInt(arguments[0]); i++) {
            System.identityHashCode(new Object());
        }
        Faults.main(arguments);
    }
}

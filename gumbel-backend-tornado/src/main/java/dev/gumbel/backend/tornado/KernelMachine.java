package dev.gumbel.backend.tornado;

import java.lang.foreign.MemorySegment;

/** Carries out the instructions of one session's programs, which are known by their numbers. Confined to one thread. */
interface KernelMachine extends AutoCloseable {

    /** The host's copy of the heap, current until the next run. */
    MemorySegment heap();

    /** Says that the host's copy has been written. */
    void written();

    /** Memory for what a program is fed. */
    MemorySegment fed(int program);

    /** Carries out one phase of a program. */
    void run(int program, int phase);

    /** The outputs of a program's latest run. */
    MemorySegment results(int program);

    @Override
    void close();
}

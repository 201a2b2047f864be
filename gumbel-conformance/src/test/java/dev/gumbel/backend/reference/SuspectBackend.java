package dev.gumbel.backend.reference;

import dev.gumbel.backend.Backend;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.array.ArrayBackend;
import dev.gumbel.backend.array.Kernels;
import dev.gumbel.conformance.BackendConformanceTest;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.function.Supplier;

/** The suite as a backend under suspicion inherits it. Run by {@link BrokenBackendsTest}, never by itself. */
abstract class SuspectBackend extends BackendConformanceTest {

    /** The rules that must fail, each, for the fault to count as caught. */
    @Target(ElementType.TYPE)
    @Retention(RetentionPolicy.RUNTIME)
    @interface CaughtBy {
        /** Numbers, as in {@code c41}. */
        String[] value();
    }

    abstract Backend backend(Settings settings);

    @Override
    public final Backend backend() {
        return backend(Settings.defaults());
    }

    @Override
    public final Backend checkedBackend() {
        return backend(Settings.defaults().withChecked(true));
    }

    /** The reference, through kernels that a fault could be in and is not. */
    static Backend reference(Settings settings) {
        return over(DelegatingKernels::new, settings);
    }

    /** The reference with other kernels. */
    static Backend over(Supplier<Kernels<ReferenceArray>> kernels, Settings settings) {
        return new ArrayBackend<>(new ReferenceProvider().create(settings).capabilities(), settings, kernels);
    }
}

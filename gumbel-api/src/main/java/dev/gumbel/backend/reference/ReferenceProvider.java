package dev.gumbel.backend.reference;

import dev.gumbel.backend.Availability;
import dev.gumbel.backend.Backend;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.BackendProvider;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Settings;
import dev.gumbel.backend.array.ArrayBackend;
import dev.gumbel.graph.Update.AdamUpdate;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Fused;
import java.util.List;
import java.util.Set;

/** The backend {@code reference}: always usable, computes in double on one thread. */
public final class ReferenceProvider implements BackendProvider {
    private static final String DEVICE = "cpu";

    @Override
    public String name() {
        return "reference";
    }

    @Override
    public int priority() {
        return 0;
    }

    @Override
    public Availability probe() {
        return new Availability.Usable(version(), List.of(DEVICE));
    }

    @Override
    public Backend create(Settings settings) {
        if (!settings.device().isEmpty() && !settings.device().equals(DEVICE)) {
            throw new BackendException("backend 'reference': no device '%s', it has %s".formatted(settings.device(), DEVICE));
        }
        Capabilities capabilities = new Capabilities(
                Set.of(Fused.Linear.class, Fused.Softmax.class, Fused.LogSumExp.class, Fused.GumbelSoftmax.class, Fused.BernoulliNll.class,
                        Fused.CategoricalKl.class, Fused.ActivationGradient.class, Fused.SoftmaxGradient.class, Fused.BernoulliNllGradient.class,
                        Fused.CategoricalKlGradient.class, AdamUpdate.class),
                Set.of(DataType.values()), DEVICE, version(), "Java, double");
        return new ArrayBackend<>(capabilities, settings, ReferenceKernels::new);
    }

    private static String version() {
        return "Java " + Runtime.version().feature();
    }
}

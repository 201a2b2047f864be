package dev.gumbel.vae.train;

import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.graph.Program;
import dev.gumbel.io.State;
import dev.gumbel.model.CategoricalVae;
import dev.gumbel.op.Leaf;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.vae.data.ImageSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * Finds the step and the op where a training left the finite numbers: goes again from the last good checkpoint to the first step that gives NaN or
 * infinity, and has the reference compute that step with every intermediate value looked at.
 */
final class FaultFinder {
    private static final String REFERENCE = "reference";

    private final Program train;
    private final TrainingOptions options;
    private final ImageSet images;

    FaultFinder(Program train, TrainingOptions options, ImageSet images) {
        this.train = train;
        this.options = options;
        this.images = images;
    }

    /** In words: where the first value that is not finite came from, looking at the steps up to one, the last. */
    String find(Session session, Checkpoint good, long last) {
        good.restore(session);
        State before = good.state();
        try (StepFeeds feeds = new StepFeeds(options, images, good.step())) {
            for (long step = good.step(); step <= last; step++) {
                Feed feed = feeds.next();
                double loss = session.run(train, feed).get(CategoricalVae.LOSS).item();
                State after = State.of(session);
                if (!Double.isFinite(loss) || Checkpoint.notFinite(after).isPresent()) {
                    return (step == last ? "" : "in step %d ".formatted(step)) + locate(new Checkpoint(step, new MeanLosses(), 0, before), feed);
                }
                before = after;
            }
        }
        return "all was finite when it went again from step %d: the fault does not repeat".formatted(good.step());
    }

    /** One step on the reference from a state, all values in it handed out, the first that is not finite told. */
    private String locate(Checkpoint before, Feed feed) {
        Map<String, Tensor> values = new LinkedHashMap<>();
        Program.Builder builder = Program.named(train.name()).domain(train.domain()).updates(train.updates());
        for (Tensor tensor : train.tensors()) {
            String name = "value " + values.size();
            values.put(name, tensor);
            builder.output(name, tensor);
        }
        Program watched = builder.build();
        try (Session reference = BackendLocator.standard().select(REFERENCE).open(options.seed(), watched)) {
            before.restore(reference);
            Results results = reference.run(watched, feed);
            for (Map.Entry<String, Tensor> value : values.entrySet()) {
                OptionalLong element = NonFinite.first(results.get(value.getKey()));
                if (element.isPresent()) {
                    return describe(value.getValue(), results.get(value.getKey()), element.getAsLong());
                }
            }
            return Checkpoint.notFinite(State.of(reference)).map("the update makes '%s' infinite"::formatted)
                    .orElse("the reference finds all finite: the fault is the backend's");
        }
    }

    private static String describe(Tensor tensor, HostTensor value, long element) {
        List<String> names = tensor.inputs().stream().flatMap(input -> name(input).stream()).toList();
        return "%s%s gives %s at element %d of %s".formatted(
                name(tensor).orElse("op " + tensor.op().label()), names.isEmpty() ? "" : names.stream().collect(Collectors.joining(", ", "(", ")")),
                value.get(element), element, value.shape());
    }

    private static Optional<String> name(Tensor tensor) {
        return switch (tensor.op()) {
            case Leaf.Variable variable -> Optional.of(variable.name());
            case Leaf.Input input -> Optional.of(input.name());
            default -> Optional.empty();
        };
    }
}

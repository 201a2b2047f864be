package dev.gumbel.backend.tornado;

import dev.gumbel.backend.Feed;
import dev.gumbel.backend.Results;
import dev.gumbel.backend.Session;
import dev.gumbel.backend.array.AdamStep;
import dev.gumbel.backend.array.Counters;
import dev.gumbel.backend.array.FeedReader;
import dev.gumbel.backend.array.RunResults;
import dev.gumbel.backend.array.SessionGuard;
import dev.gumbel.graph.Program;
import dev.gumbel.random.InitialValues;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Tensor;
import dev.gumbel.tensor.Variable;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import uk.ac.manchester.tornado.api.common.TornadoDevice;

/** Programs as instructions, and the machine that carries them out. */
final class TornadoSession implements Session {
    private final SessionGuard guard = new SessionGuard();
    private final Arena arena = Arena.ofConfined();
    private final HeapLayout layout = new HeapLayout();
    private final List<ProgramRuns> programs = new ArrayList<>();
    private final KernelMachine machine;
    private final Counters counters;
    private final Map<String, Variable> declared = new LinkedHashMap<>();

    TornadoSession(List<Program> sources, ProgramCompiler.Target target, TornadoDevice device, boolean desks) {
        long seed = target.seed();
        counters = new Counters(sources);
        sources.forEach(program -> program.variables().forEach(variable -> declared.putIfAbsent(variable.name(), variable)));
        declared.values().stream().filter(variable -> !variable.isCounter()).forEach(layout::add);
        List<CompiledProgram> images = sources.stream().map(program -> ProgramCompiler.compile(program, target, layout)).toList();
        for (CompiledProgram image : images) {
            programs.add(new ProgramRuns(programs.size(), image, new FeedReader(seed, image.source(), counters), arena));
        }
        machine = desks && SharedKernelMachine.fits(images, layout) 
                ? SharedKernelMachine.take(device, images, arena) : PlanMachine.of(device, images, layout.size());
        MemorySegment heap = machine.heap();
        for (Variable variable : layout.variables()) {
            HostTensor value = HostTensor.zeros(variable.shape(), variable.type());
            InitialValues.fill(value, seed, variable);
            HeapLayout.store(value, heap, layout.variable(variable.name()).offset());
        }
        layout.presets().forEach(preset -> MemorySegment.copy(
                preset.values(), 0, heap, ValueLayout.JAVA_FLOAT, (long) preset.offset() * Float.BYTES, preset.values().length));
        machine.written();
    }

    @Override
    public Results run(Program program, Feed feed) {
        guard.requireUsable();
        ProgramRuns runs = programs.stream().filter(candidate -> candidate.image.source() == program).findFirst()
                .orElseThrow(() -> new IllegalArgumentException("program '%s' was not given to open(); the session has %s".formatted(
                        program.name(), programs.stream().map(known -> known.image.source().name()).sorted().toList())));
        runs.reader.requireComplete(feed);
        runs.count++;
        feed(runs, feed);
        machine.run(runs.number, 0);
        runs.fetched = false;
        runs.image.checks().forEach(check -> check.verify(output(runs, check.output()), program.name(), feed.step()));
        if (runs.image.phases().size() > 1) {
            machine.run(runs.number, 1);
        }
        counters.count(program);
        return new RunResults(guard, program, () -> runs.count, name -> output(runs, name));
    }

    private void feed(ProgramRuns runs, Feed feed) {
        MemorySegment fed = machine.fed(runs.number);
        runs.leaves.forEach((leaf, host) -> {
            runs.reader.read(leaf, feed, host);
            HeapLayout.store(host, fed, Objects.requireNonNull(runs.image.leaves().get(leaf), "laid out"));
        });
        runs.image.draws().forEach((random, offset) -> FedAddress.of(random, runs.image.source().domain(), feed).store(fed, offset));
        runs.image.corrections().forEach((adam, offset) -> {
            AdamStep step = AdamStep.of(adam, 1, counters.step(adam.counter().name()));
            fed.setAtIndex(ValueLayout.JAVA_FLOAT, offset, (float) step.stepSize());
            fed.setAtIndex(ValueLayout.JAVA_FLOAT, offset + 1L, (float) step.rootCorrection());
        });
    }

    private HostTensor output(ProgramRuns runs, String name) {
        if (!runs.fetched) {
            MemorySegment results = machine.results(runs.number);
            runs.image.outputs().forEach((output, place) -> HeapLayout.load(results, place.offset(), runs.output(output)));
            runs.fetched = true;
        }
        return runs.output(name);
    }

    @Override
    public List<Variable> variables() {
        guard.requireUsable();
        return List.copyOf(declared.values());
    }

    @Override
    public HostTensor read(Variable variable) {
        guard.requireUsable();
        requireKnown(variable);
        if (variable.isCounter()) {
            return counters.read(variable);
        }
        HostTensor value = HostTensor.zeros(variable.shape(), variable.type());
        HeapLayout.load(machine.heap(), layout.variable(variable.name()).offset(), value);
        return value;
    }

    @Override
    public void write(Variable variable, HostTensor value) {
        guard.requireUsable();
        requireKnown(variable);
        if (!value.shape().equals(variable.shape()) || value.type() != variable.type()) {
            throw new IllegalArgumentException("variable '%s' expects %s, got %s%s".formatted(
                    variable.name(), variable.signature(), value.type(), value.shape()));
        }
        if (variable.isCounter()) {
            counters.write(variable, value);
            return;
        }
        HeapLayout.store(value, machine.heap(), layout.variable(variable.name()).offset());
        machine.written();
    }

    private void requireKnown(Variable variable) {
        Variable known = declared.get(variable.name());
        if (known == null || !known.op().equals(variable.op())) {
            throw new IllegalArgumentException("variable '%s' %s is not of this session".formatted(variable.name(), variable.signature()));
        }
    }

    @Override
    public void close() {
        if (guard.close()) {
            try (arena) {
                machine.close();
            }
        }
    }

    /** One program's host memory, and how often it has run. */
    private static final class ProgramRuns {
        private final int number;
        private final CompiledProgram image;
        private final FeedReader reader;
        private final Map<Tensor, HostTensor> leaves = new HashMap<>();
        private final Map<String, HostTensor> outputs = new HashMap<>();
        private long count;
        private boolean fetched;

        ProgramRuns(int number, CompiledProgram image, FeedReader reader, Arena arena) {
            this.number = number;
            this.image = image;
            this.reader = reader;
            image.leaves().keySet().forEach(leaf -> leaves.put(leaf, HostTensor.allocate(leaf.shape(), leaf.type(), arena)));
            image.outputs().forEach((name, output) -> outputs.put(
                    name, HostTensor.allocate(output.signature().shape(), output.signature().type(), arena)));
        }

        HostTensor output(String name) {
            return Objects.requireNonNull(outputs.get(name), "every output has host memory");
        }
    }
}

package dev.gumbel.io;

import dev.gumbel.backend.Session;
import dev.gumbel.op.DataType;
import dev.gumbel.op.Shape;
import dev.gumbel.tensor.HostTensor;
import dev.gumbel.tensor.Variable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The state of a training between two steps: variables and counters of a session by name. Read from a session of one backend and written to one of
 * any other; kept in a {@link Safetensors} file or in bytes, where a counter is the text NAME.step of the metadata and {@value #FORMAT} is
 * {@value #VERSION}.
 *
 * <p>Files of before counted Adam's steps for each variable, as a tensor {@code W.adam.count}; they are read as one counter {@code adam.step}.
 *
 * @param variables values in memory of their own
 * @param counters how many steps each optimiser has taken
 */
public record State(Map<String, HostTensor> variables, Map<String, Integer> counters) {
    private static final String FORMAT = "gumbel.format";
    private static final String VERSION = "2";
    private static final String COUNTER = ".step";
    private static final String COUNT_OF_BEFORE = ".adam.count";
    private static final String COUNTER_OF_BEFORE = "adam.step";

    /** A state of these values, which it shares. */
    public State {
        variables = Collections.unmodifiableMap(new LinkedHashMap<>(variables));
        counters = Collections.unmodifiableMap(new TreeMap<>(counters));
    }

    /** All of a session. */
    public static State of(Session session) {
        return of(session, session.variables());
    }

    /** Some variables and counters of a session. */
    public static State of(Session session, Collection<Variable> variables) {
        Map<String, HostTensor> values = new LinkedHashMap<>();
        Map<String, Integer> counters = new LinkedHashMap<>();
        for (Variable variable : variables) {
            HostTensor value = session.read(variable);
            if (variable.isCounter()) {
                counters.put(variable.name(), (int) value.item());
            } else {
                values.put(variable.name(), value);
            }
        }
        return new State(values, counters);
    }

    /**
     * What a file's contents say.
     *
     * @param source what messages call the file
     * @throws FormatException if they are of a format that is not known here
     */
    public static State of(String source, Safetensors.Contents contents) {
        String version = contents.metadata().getOrDefault(FORMAT, "1");
        if (!Set.of("1", VERSION).contains(version)) {
            throw new FormatException("%s: %s is '%s', expected 1 or %s; was it written by a newer version?".formatted(
                    source, FORMAT, version, VERSION));
        }
        Map<String, HostTensor> variables = new LinkedHashMap<>(contents.tensors());
        Map<String, Integer> counters = new TreeMap<>();
        contents.metadata().forEach((name, text) -> {
            if (name.endsWith(COUNTER)) {
                counters.put(name, steps(source, name, text));
            }
        });
        variables.keySet().removeIf(name -> {
            boolean counts = version.equals("1") && name.endsWith(COUNT_OF_BEFORE);
            if (counts) {
                countBefore(source, counters, Objects.requireNonNull(contents.tensors().get(name), name));
            }
            return counts;
        });
        return new State(variables, counters);
    }

    private static void countBefore(String source, Map<String, Integer> counters, HostTensor count) {
        int steps = count.shape().rank() == 0 ? (int) count.item() : -1;
        Integer other = counters.put(COUNTER_OF_BEFORE, steps);
        if (steps < 0 || other != null && other != steps) {
            throw new FormatException(
                    "%s: its variables have taken different numbers of steps; it cannot be read as one optimiser's".formatted(source));
        }
    }

    private static int steps(String source, String name, String text) {
        try {
            int steps = Integer.parseInt(text);
            if (steps >= 0) {
                return steps;
            }
        } catch (NumberFormatException wrong) {
            throw new FormatException("%s: '%s' is '%s', expected a number of steps".formatted(source, name, text), wrong);
        }
        throw new FormatException("%s: '%s' is '%s', expected at least 0".formatted(source, name, text));
    }

    /** As the contents of a file. */
    public Safetensors.Contents contents() {
        Map<String, String> texts = new TreeMap<>();
        counters.forEach((name, steps) -> texts.put(name, Integer.toString(steps)));
        texts.put(FORMAT, VERSION);
        return new Safetensors.Contents(variables, texts);
    }

    /**
     * Writes the state to a file, which is replaced if it is there.
     *
     * @throws IOException if the file cannot be written
     */
    public void save(Path file) throws IOException {
        Safetensors.Contents contents = contents();
        Safetensors.write(file, contents.tensors(), contents.metadata());
    }

    /**
     * Reads a state from a file.
     *
     * @throws FormatException if the file is not in the format or does not match its checksum
     * @throws IOException if the file cannot be read
     */
    public static State load(Path file) throws IOException {
        return of(file.toString(), Safetensors.readContents(file));
    }

    /**
     * Reads from a file what some variables and counters are. The file may hold more tensors, of any type.
     *
     * @throws FormatException if the file is not in the format, does not match its checksum, or lacks one of them or holds it with another shape or
     * type
     * @throws IOException if the file cannot be read
     */
    public static State load(Path file, Collection<Variable> variables) throws IOException {
        Set<String> names = new HashSet<>(variables.stream().map(Variable::name).toList());
        boolean counts = variables.stream().anyMatch(Variable::isCounter);
        State all = of(file.toString(), Safetensors.read(file, name -> names.contains(name) || counts && name.endsWith(COUNT_OF_BEFORE)));
        List<String> held = Safetensors.names(file);
        all.breach(variables, held).ifPresent(breach -> {
            throw new FormatException("%s: %s; is it of another model?".formatted(file, breach));
        });
        return all;
    }

    /** As the bytes of a file. */
    public byte[] toBytes() {
        Safetensors.Contents contents = contents();
        return Safetensors.toBytes(contents.tensors(), contents.metadata());
    }

    /**
     * A state from the bytes of a file.
     *
     * @throws FormatException if they are not in the format or do not match their checksum
     */
    public static State of(byte[] bytes) {
        return of("bytes", Safetensors.parse("bytes", bytes));
    }

    /**
     * Gives a session this state. All is checked before the first variable is changed. The state may hold more than the session.
     *
     * @throws IllegalArgumentException if a variable or counter of the session is missing here, or is of another shape or type
     */
    public void writeTo(Session session) {
        breach(session.variables(), names()).ifPresent(breach -> {
            throw new IllegalArgumentException("state: %s; is it of another model?".formatted(breach));
        });
        for (Variable variable : session.variables()) {
            session.write(variable, value(variable));
        }
    }

    /** What is not there, or not as a variable is; none where all is. */
    private Optional<String> breach(Collection<Variable> needed, Collection<String> held) {
        for (Variable variable : needed) {
            String name = variable.name();
            if (variable.isCounter() ? !counters.containsKey(name) : !variables.containsKey(name)) {
                return Optional.of("no '%s'; it holds %s".formatted(name, held));
            }
            HostTensor value = value(variable);
            if (!value.shape().equals(variable.shape()) || value.type() != variable.type()) {
                return Optional.of("'%s' is %s%s, expected %s".formatted(name, value.type(), value.shape(), variable.signature()));
            }
        }
        return Optional.empty();
    }

    private HostTensor value(Variable variable) {
        return variable.isCounter()
                ? HostTensor.of(Shape.scalar(), DataType.INT32, Objects.requireNonNull(counters.get(variable.name()), variable.name()))
                : Objects.requireNonNull(variables.get(variable.name()), variable.name());
    }

    /** The first name, in order, that only one of two states has or whose values differ in a bit; none where they are the same. */
    public Optional<String> difference(State other) {
        Set<String> names = names();
        names.addAll(other.names());
        return names.stream().filter(name -> !same(name, other)).findFirst();
    }

    private Set<String> names() {
        Set<String> names = new TreeSet<>(variables.keySet());
        names.addAll(counters.keySet());
        return names;
    }

    private boolean same(String name, State other) {
        HostTensor one = variables.get(name);
        HostTensor two = other.variables.get(name);
        boolean sameValue = one == null || two == null ? one == two
                : one.type() == two.type() && one.shape().equals(two.shape()) && one.segment().mismatch(two.segment()) < 0;
        return sameValue && Objects.equals(counters.get(name), other.counters.get(name));
    }
}

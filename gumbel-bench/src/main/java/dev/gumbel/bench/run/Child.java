package dev.gumbel.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.backend.BackendException;
import dev.gumbel.bench.result.Results.Measured;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Subject.Role;
import dev.gumbel.vae.cli.BackendJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.stream.Collectors;

/** A measuring process as the one that asks it sees it. */
final class Child implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int KEPT_LINES = 20;
    /** Leave to call native code and to use what the JDK is about to close, and properties: nothing that makes a JVM faster or slower. */
    private static final List<String> STOCK = List.of("-D", "--enable-native-access", "--sun-misc-unsafe-memory-access");
    /** Properties that are ours. */
    private static final List<String> OURS = List.of("-Dgumbel.", "-Dguice_");
    /** Where a JVM finds flags beside those of its command line, which has them all. */
    private static final List<String> OTHER_FLAGS = List.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

    private final Subject subject;
    private final Process process;
    private final Thread ending;
    private final BufferedReader answers;
    private final PrintWriter questions;
    private final Deque<String> complaints = new ArrayDeque<>();
    private final Reply greeting;
    private final double firstNanos;

    /** Starts it and waits for its first result. */
    Child(Subject subject, int threads, Pinning pinning, Memory memory) {
        this.subject = subject;
        long begin = System.nanoTime();
        try {
            process = builder(subject, threads, pinning, memory).start();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        ending = new Thread(process::destroyForcibly);
        Runtime.getRuntime().addShutdownHook(ending);
        answers = process.inputReader();
        questions = new PrintWriter(process.outputWriter(), true);
        Thread.ofVirtual().start(this::listen);
        greeting = hear();
        firstNanos = System.nanoTime() - begin;
    }

    /** The JVM of this process with what the subject needs, and as many threads for whatever a library computes with. */
    private static ProcessBuilder builder(Subject subject, int threads, Pinning pinning, Memory memory) {
        List<String> words = new ArrayList<>(pinning.prefix(threads));
        words.addAll(BackendJvm.command(flags(subject), MeasuringProcess.class, List.of(subject.name(), Integer.toString(threads))));
        ProcessBuilder builder = new ProcessBuilder(words);
        for (String variable : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "POCL_MAX_PTHREAD_COUNT")) {
            builder.environment().put(variable, Integer.toString(threads));
        }
        builder.environment().keySet().removeAll(OTHER_FLAGS);
        builder.environment().put("OMP_WAIT_POLICY", "PASSIVE");
        builder.environment().put("GOMP_SPINCOUNT", "10000");
        memory.prepare(builder.environment());
        return builder;
    }

    /**
     * Of a backend or a floor: what its library needs and this process has, but for agents. Users of a library start the JVM as it comes: of the
     * flags that make it faster a peer has none, neither the Vector API nor thresholds of the compiler, nor a collector or a length of vectors.
     */
    static List<String> flags(Subject subject) {
        List<String> ours = BackendJvm.flags(subject.library()).stream().filter(flag -> !flag.startsWith("-javaagent")).toList();
        return subject.role() == Role.PEER ? stock(ours) : ours;
    }

    /** What a program needs of flags to run at all, and what it is told of its surroundings. */
    static List<String> stock(List<String> flags) {
        return flags.stream().filter(flag -> STOCK.stream().anyMatch(flag::startsWith) && OURS.stream().noneMatch(flag::startsWith)).toList();
    }

    Subject subject() {
        return subject;
    }

    /** Who it measures, and what there is to say of that. */
    Measured measured() {
        return new Measured(subject.name(), subject.title(), subject.library(), subject.role(), greeting.text(), subject.by(),
                ask("computes").text(), Integer.parseInt(ask("vectors").text()), flags(subject));
    }

    /** Whether it trains, so that there was a first result. */
    boolean hasFirst() {
        return greeting.done();
    }

    /** From the start of its JVM to that result. */
    double firstNanos() {
        return firstNanos;
    }

    /**
     * Asks and waits.
     *
     * @throws BackendException if that went wrong there
     */
    Reply ask(String question) {
        tell(question);
        return hear();
    }

    /** Asks and does not wait. */
    void tell(String question) {
        questions.println(question);
    }

    /** Waits for the answer to what was asked. */
    Reply hear() {
        try {
            String line = answers.readLine();
            if (line == null) {
                throw new BackendException("%s: its process ended with exit code %d: %s".formatted(subject.name(), process.waitFor(), complaint()));
            }
            Reply reply = JSON.readValue(line, Reply.class);
            if (reply.failed()) {
                throw new BackendException("%s: %s".formatted(subject.name(), reply.text()));
            }
            return reply;
        } catch (IOException failure) {
            throw new BackendException("%s: its process does not answer: %s".formatted(subject.name(), failure.getMessage()), failure);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new BackendException("%s: interrupted".formatted(subject.name()), interrupted);
        }
    }

    /** Keeps the last of what it prints, for the case that it ends. */
    private void listen() {
        try (BufferedReader lines = process.errorReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                synchronized (complaints) {
                    complaints.add(line);
                    if (complaints.size() > KEPT_LINES) {
                        complaints.remove();
                    }
                }
            }
        } catch (IOException ended) {
            synchronized (complaints) {
                complaints.add(String.valueOf(ended.getMessage()));
            }
        }
    }

    private String complaint() {
        synchronized (complaints) {
            return complaints.stream().filter(BackendJvm::isTelling).collect(Collectors.joining(" | "));
        }
    }

    /** Ends it. */
    @Override
    public void close() {
        process.destroyForcibly();
        Runtime.getRuntime().removeShutdownHook(ending);
    }
}

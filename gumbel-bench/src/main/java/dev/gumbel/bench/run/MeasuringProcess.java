package dev.gumbel.bench.run;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.bench.subject.Subjects;
import dev.gumbel.bench.table.Case;
import dev.gumbel.bench.table.Subject;
import dev.gumbel.bench.table.Work;
import dev.gumbel.bench.table.Workload;
import dev.gumbel.vae.cli.MachineInfo;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that measures one subject: it answers lines on standard input with a {@link Reply} each, and ends with that input, so that it never outlives
 * the process that asks.
 */
public final class MeasuringProcess {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Subject subject;
    private @Nullable Work work;
    private @Nullable Sampler sampler;

    private MeasuringProcess(Subject subject) {
        this.subject = subject;
    }

    /** Subject and threads are the arguments. */
    public static void main(String[] arguments) throws IOException {
        PrintStream answers = System.out;
        // Libraries print; answers must stay alone.
        System.setOut(System.err);
        MeasuringProcess process = new MeasuringProcess(Subjects.named(arguments[0]));
        int threads = Integer.parseInt(arguments[1]);
        BufferedReader questions = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        answers.println(JSON.writeValueAsString(process.first(threads)));
        for (String line = questions.readLine(); line != null; line = questions.readLine()) {
            answers.println(JSON.writeValueAsString(process.answer(line.split(" "))));
        }
        // Threads of libraries may hold the JVM.
        System.exit(0);
    }

    /** Loads the library and brings the first result about. */
    private Reply first(int threads) {
        return answering(() -> {
            String version = subject.load(threads);
            Optional<Work> first = subject.open(new Case(Workload.FIRST, Workload.FIRST.sizes(false).getFirst()));
            first.ifPresent(work -> {
                work.run();
                work.close();
            });
            return first.isPresent() ? Reply.done(version) : Reply.missing(version);
        });
    }

    private Reply answer(String[] words) {
        return answering(() -> switch (words[0]) {
            case "computes" -> Reply.done(subject.computes());
            case "vectors" -> Reply.done(Integer.toString(MachineInfo.jvmVectorBits().orElse(0)));
            case "open" -> open(new Case(Workload.of(words[1]), words[2]));
            case "warm" -> sampler().warm(Long.parseLong(words[1]));
            case "round" -> sampler().round(Long.parseLong(words[1]));
            default -> throw new IllegalArgumentException("unknown word " + words[0]);
        });
    }

    private Reply open(Case wanted) {
        if (work != null) {
            work.close();
            work = null;
            sampler = null;
        }
        Optional<Work> opened = subject.open(wanted);
        opened.ifPresent(ready -> {
            work = ready;
            sampler = new Sampler(ready, wanted.workload().trains());
        });
        return opened.isPresent() ? Reply.done("") : Reply.missing("");
    }

    private Sampler sampler() {
        return Objects.requireNonNull(sampler, "a case is opened before it is measured");
    }

    /** Any failure, a library's errors too, is an answer: who asks tells the user. */
    private static Reply answering(Supplier<Reply> question) {
        try {
            return question.get();
        } catch (RuntimeException | LinkageError | OutOfMemoryError failure) {
            failure.printStackTrace();
            return Reply.failed(failure.toString());
        }
    }
}

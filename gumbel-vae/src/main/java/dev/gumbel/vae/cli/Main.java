package dev.gumbel.vae.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.gumbel.backend.BackendException;
import dev.gumbel.io.Reason;
import dev.gumbel.io.UserHome;
import dev.gumbel.vae.dashboard.DashboardException;
import dev.gumbel.vae.data.DataException;
import dev.gumbel.vae.export.ExportException;
import dev.gumbel.vae.report.ReportException;
import dev.gumbel.vae.train.TrainingException;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.apache.commons.text.similarity.LevenshteinDistance;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** Entry point: what goes wrong is one line on standard error and exit code 2. */
@Command(
        name = "gumbel",
        description = "Trains categorical variational autoencoders with the Gumbel-softmax trick, on the backend of your choice.",
        subcommands = {
            TrainCommand.class, SampleCommand.class, ReconstructCommand.class, EncodeCommand.class, EvaluateCommand.class, ExportCommand.class,
            ReportCommand.class, CompareCommand.class, BackendsCommand.class, CommandLine.HelpCommand.class},
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "COMMAND",
        footer = "%nAnd './gumbel bench', a module that is built when it is first asked for: measures backends beside other uses of their libraries.")
public final class Main implements Runnable {
    private static final int USER_ERROR = 2;
    private static final int BUG = 1;
    private static final List<Class<? extends RuntimeException>> USER_ERRORS = List.of(
            DataException.class, TrainingException.class, ReportException.class, DashboardException.class, ExportException.class,
            BackendException.class, IllegalArgumentException.class);

    @Spec
    private CommandSpec spec;

    private boolean verbose;

    /** Runs the command line and ends the process with its exit code. */
    public static void main(String[] arguments) {
        // Java2D would otherwise look for a display.
        System.setProperty("java.awt.headless", "true");
        PrintWriter err = new PrintWriter(System.err, true);
        try {
            UserHome.provide();
        } catch (IOException nowhere) {
            err.println("gumbel: there is no folder for caches: " + Reason.of(nowhere));
            System.exit(USER_ERROR);
        }
        System.exit(run(new PrintWriter(System.out, true), err, arguments));
    }

    /** Runs the command line on the given streams and returns its exit code; no message brings control characters to a terminal. */
    public static int run(PrintWriter out, PrintWriter messages, String... arguments) {
        PrintWriter err = new PrintWriter(new PlainWriter(messages), true);
        try {
            Optional<String> garbled = Limits.unspellable(arguments);
            if (garbled.isPresent()) {
                err.println("gumbel: " + garbled.get());
                return USER_ERROR;
            }
            return command(out, err).execute(arguments);
        } catch (Error failure) {
            // Not even the classes that tell what a JVM lacks may be had then: this one needs no more than those that are loaded.
            Optional<String> lacking = Limits.reached(failure);
            err.println("gumbel: " + lacking.orElseGet(() -> bug(failure)));
            if (List.of(arguments).contains("-v") || List.of(arguments).contains("--verbose")) {
                failure.printStackTrace(err);
            }
            return lacking.isPresent() ? USER_ERROR : BUG;
        }
    }

    private static CommandLine command(PrintWriter out, PrintWriter err) {
        CommandLine command = new CommandLine(new Main());
        ServiceLoader.load(AddedCommand.class).forEach(command::addSubcommand);
        Numbers.register(command);
        return command.setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOverwrittenOptionsAllowed(false)
                .setParameterExceptionHandler(Main::explain)
                .setExecutionExceptionHandler(Main::explain);
    }

    /** Without a command: what there is. */
    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** What to do with a stack trace: shown with -v only. */
    @Option(names = {"-v", "--verbose"}, scope = ScopeType.INHERIT, description = "Show debug logs, and stack traces of errors.")
    void setVerbose(boolean verbose) {
        this.verbose = verbose;
        if (verbose && LoggerFactory.getLogger("dev.gumbel") instanceof Logger logger) {
            logger.setLevel(Level.DEBUG);
        }
    }

    private static int explain(ParameterException wrong, String[] arguments) {
        CommandLine command = wrong.getCommandLine();
        String message = wrong instanceof UnmatchedArgumentException unmatched
                ? unknown(unmatched.getUnmatched().getFirst(), command)
                // In the form of our own messages.
                : oneLine(wrong).replaceFirst("^Invalid value for option '([^']+)'( \\(.*?\\))?: ", "$1: ");
        command.getErr().println("gumbel: %s (see '%s --help')".formatted(message, command.getCommandSpec().qualifiedName()));
        return USER_ERROR;
    }

    private static String unknown(String word, CommandLine command) {
        String what = word.startsWith("-") ? "option" : command.getSubcommands().isEmpty() ? "argument" : "command";
        return "unknown %s '%s'%s".formatted(what, word, nearest(word, command).map("; did you mean %s?"::formatted).orElse(""));
    }

    /** The option or command a few letters away, if there is one: picocli's own search misses short ones. */
    private static Optional<String> nearest(String word, CommandLine command) {
        ToIntFunction<String> distance = name -> LevenshteinDistance.getDefaultInstance().apply(word.replaceFirst("=.*", ""), name);
        return Stream.concat(command.getCommandSpec().optionsMap().keySet().stream(), command.getSubcommands().keySet().stream())
                .filter(name -> word.length() > 2 && distance.applyAsInt(name) <= Math.min(3, name.length() / 2))
                .min(Comparator.comparingInt(distance));
    }

    private static int explain(Exception failure, CommandLine command, ParseResult parsed) {
        Optional<String> lacking = Limits.reached(failure);
        boolean known = lacking.isPresent() || USER_ERRORS.stream().anyMatch(type -> type.isInstance(failure));
        String message = lacking.orElseGet(() -> known ? oneLine(failure) : bug(failure));
        command.getErr().println("gumbel: " + message);
        if (((Main) command.getCommandSpec().root().userObject()).verbose) {
            failure.printStackTrace(command.getErr());
        }
        return known ? USER_ERROR : BUG;
    }

    private static String bug(Throwable failure) {
        return "%s: %s; this is a bug: please report what -v shows".formatted(failure.getClass().getSimpleName(), oneLine(failure));
    }

    private static String oneLine(Throwable failure) {
        return PlainWriter.oneLine(String.valueOf(failure.getMessage()));
    }
}

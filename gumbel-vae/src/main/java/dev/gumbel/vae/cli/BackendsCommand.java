package dev.gumbel.vae.cli;

import dev.gumbel.backend.Availability;
import dev.gumbel.backend.Availability.Unusable;
import dev.gumbel.backend.Availability.Usable;
import dev.gumbel.backend.BackendException;
import dev.gumbel.backend.BackendLocator;
import dev.gumbel.backend.BackendProvider;
import dev.gumbel.backend.Capabilities;
import dev.gumbel.backend.Settings;
import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Lists the backends there are. */
@Command(
        name = "backends",
        description = "Lists each backend: usable or not and why, version, devices.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class)
final class BackendsCommand implements Runnable {
    @Option(names = "--probe", description = "Load the native libraries and show what they say.")
    private boolean probe;

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        PrintWriter out = spec.commandLine().getOut();
        for (BackendProvider provider : BackendLocator.standard().providers()) {
            out.printf("%-10s %s%n", provider.name(), describe(provider, provider.probe()));
        }
        MachineInfo.leftAside().ifPresent(out::println);
    }

    private String describe(BackendProvider provider, Availability availability) {
        return switch (availability) {
            case Unusable(_, List<String> flags) when !flags.isEmpty() -> "usable in a JVM with the flags %s; ./gumbel gives them with --backend %s"
                    .formatted(String.join(" ", flags), provider.name());
            case Unusable(String reason, _) -> "not usable: " + reason;
            case Usable usable when !probe -> "usable, %s, devices: %s".formatted(usable.version(), String.join(", ", usable.devices()));
            case Usable _ -> {
                // One that fails keeps none of the others from being listed.
                try {
                    Capabilities capabilities = provider.create(Settings.defaults()).capabilities();
                    yield "loaded, %s, device: %s, computed by %s".formatted(
                            capabilities.version(), String.join(", ", capabilities.devices()), capabilities.computes());
                } catch (BackendException failure) {
                    yield "not usable: " + failure.getMessage();
                }
            }
        };
    }
}

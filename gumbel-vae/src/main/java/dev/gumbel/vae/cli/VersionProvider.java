package dev.gumbel.vae.cli;

import java.util.Optional;
import picocli.CommandLine.IVersionProvider;

/** The version of this program, from its jar's manifest. */
final class VersionProvider implements IVersionProvider {

    static String gumbel() {
        return Optional.ofNullable(VersionProvider.class.getPackage().getImplementationVersion()).orElse("unpackaged");
    }

    @Override
    public String[] getVersion() {
        return new String[] {"gumbel " + gumbel() + ", Java " + Runtime.version()};
    }
}

package dev.gumbel.vae.data;

import dev.gumbel.io.Reason;
import dev.gumbel.io.UserHome;
import dev.gumbel.vae.download.DownloadException;
import dev.gumbel.vae.download.Downloader;
import dev.gumbel.vae.download.RemoteSet;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Opens sets by name: from the user's cache, which downloads fill, or drawn by the program. */
public final class DatasetStore {
    /** An address that holds the published sets, each in a folder of its name, in place of the public mirrors. */
    public static final String MIRROR = "GUMBEL_MIRROR";

    private final Map<String, String> environment;
    private final Downloader downloader;

    /**
     * A store whose cache is {@code gumbel} in XDG_CACHE_HOME, or in the place where this system keeps caches.
     *
     * @param environment the variables of the process
     */
    public DatasetStore(Map<String, String> environment, Downloader downloader) {
        this.environment = environment;
        this.downloader = downloader;
    }

    /**
     * Opens a set; of AUTO the name tells which it is, and the source why.
     *
     * @param most images of each part
     * @throws DataException if a set other than AUTO cannot be had
     */
    public Dataset open(DatasetName name, int most) {
        return switch (name) {
            case GLYPHS -> Glyphs.dataset(most);
            case MNIST -> demanded(name, PublishedSets.MNIST).limit(most);
            case FASHION_MNIST -> demanded(name, PublishedSets.FASHION_MNIST).limit(most);
            case AUTO -> auto(most);
        };
    }

    private Dataset auto(int most) {
        try {
            return published(DatasetName.MNIST, PublishedSets.MNIST).limit(most);
        } catch (DownloadException missing) {
            return Glyphs.dataset(most).from("drawn by the program: " + missing.getMessage());
        }
    }

    private Dataset demanded(DatasetName name, RemoteSet set) {
        try {
            return published(name, set);
        } catch (DownloadException failure) {
            throw new DataException("--dataset %s: %s; put its four files into a folder and give --data, or name a server that has them in %s"
                    .formatted(name, failure.getMessage(), MIRROR), failure);
        }
    }

    private Dataset published(DatasetName name, RemoteSet set) {
        Path folder = cache().resolve(name.toString());
        downloader.fetch(mirror(name).map(set::at).orElse(set), folder);
        return Dataset.read(name.toString(), folder);
    }

    private Optional<URI> mirror(DatasetName name) {
        return variable(MIRROR).map(address -> {
            if (!address.matches("https?://[^/]+.*")) {
                throw new DataException("%s: '%s' is not an address such as https://files.example.org/sets".formatted(MIRROR, address));
            }
            return URI.create(address.replaceFirst("/*$", "/")).resolve(name + "/");
        });
    }

    private Path cache() {
        Optional<Path> named = variable("XDG_CACHE_HOME").map(Path::of).filter(Path::isAbsolute)
                .or(() -> variable("LOCALAPPDATA").map(Path::of)).map(folder -> folder.resolve("gumbel"));
        try {
            return named.isPresent() ? named.get() : UserHome.folder(environment, ".cache/gumbel");
        } catch (IOException nowhere) {
            throw new DownloadException("there is no folder for downloads: " + Reason.of(nowhere), nowhere);
        }
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}

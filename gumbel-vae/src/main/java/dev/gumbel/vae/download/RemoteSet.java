package dev.gumbel.vae.download;

import java.net.URI;
import java.util.List;

/**
 * Files that belong together.
 *
 * @param title what a person calls the set
 * @param mirrors folders on the network that hold all the files, in the order of trust; each ends with a slash
 */
public record RemoteSet(String title, List<URI> mirrors, List<RemoteFile> files) {

    /** The same files from another place alone. */
    public RemoteSet at(URI mirror) {
        return new RemoteSet(title, List.of(mirror), files);
    }
}

package dev.gumbel.vae.download;

import java.net.URI;

/** Hears how a download goes, on the thread that waits for it. */
public interface DownloadListener {

    /** Before a file is asked for. */
    default void begins(URI from) {}

    /** Now and then: the bytes there are, of how many (0 where the server does not say). */
    default void receives(long bytes, long total) {}

    /** After a file has come, or has not. */
    default void ends() {}
}

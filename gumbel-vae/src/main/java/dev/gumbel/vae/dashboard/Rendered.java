package dev.gumbel.vae.dashboard;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A text that is made once and handed to all who ask, until it is out of date: a page with its pictures takes time and megabytes to make. */
final class Rendered {
    private final Supplier<String> maker;
    private byte @Nullable [] made;

    Rendered(Supplier<String> maker) {
        this.maker = maker;
    }

    /** The text in UTF-8; one array for all. */
    synchronized byte[] bytes() {
        byte[] present = made;
        if (present == null) {
            present = maker.get().getBytes(StandardCharsets.UTF_8);
            made = present;
        }
        return present;
    }

    synchronized void outdate() {
        made = null;
    }
}

package dev.gumbel.backend.tornado;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder in which PoCL keeps compiled kernels. Where it cannot write there, PoCL has no device or compiles nothing, and gives no reason.
 */
final class PoclCache {
    /** Names the folder. */
    static final String VARIABLE = "POCL_CACHE_DIR";
    /** Enough for a full disk to be noticed. */
    private static final int TRIAL_BYTES = 4096;

    private PoclCache() {}

    /** What keeps PoCL from writing to its cache, if anything does. */
    static Optional<String> fault(Map<String, String> environment) {
        Path folder = folder(environment);
        try {
            Path trial = Files.createTempFile(existing(folder), "gumbel", ".tmp");
            try {
                Files.write(trial, new byte[TRIAL_BYTES]);
            } finally {
                Files.delete(trial);
            }
            return Optional.empty();
        } catch (IOException failure) {
            return Optional.of("PoCL, if that is the driver, cannot write to its cache folder %s (%s): let %s name a folder in which you may write"
                    .formatted(folder, reason(failure), VARIABLE));
        }
    }

    private static Path folder(Map<String, String> environment) {
        String named = environment.get(VARIABLE);
        if (named != null) {
            return Path.of(named).toAbsolutePath();
        }
        String caches = environment.get("XDG_CACHE_HOME");
        String home = environment.get("HOME");
        if (caches != null) {
            return Path.of(caches, "pocl").toAbsolutePath();
        }
        return home == null ? Path.of("/tmp/pocl") : Path.of(home, ".cache", "pocl").toAbsolutePath();
    }

    /** The folder itself, or where it would have to be made. */
    private static Path existing(Path folder) {
        Path place = folder;
        while (!Files.exists(place) && place.getParent() != null) {
            place = place.getParent();
        }
        return place;
    }

    private static String reason(IOException failure) {
        return switch (failure) {
            case AccessDeniedException _ -> "permission denied";
            case FileSystemException refused when refused.getReason() != null -> refused.getReason();
            default -> failure.toString();
        };
    }
}

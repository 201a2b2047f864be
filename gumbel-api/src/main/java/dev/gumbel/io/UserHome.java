package dev.gumbel.io;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where caches go. A user without an entry among the machine's accounts, as in many containers, has no home: Java calls it {@code ?}, which would be
 * a folder below the working directory.
 */
public final class UserHome {
    private static final String HOME = "HOME";
    private static final Set<PosixFilePermission> OPEN_TO_OTHERS = Set.of(PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);

    private UserHome() {}

    /** Whether libraries, which look at {@code user.home}, can write a folder of this name there. */
    public static boolean holds(String name) {
        return usable(System.getProperty("user.home"), name).isPresent();
    }

    /**
     * The folder of this name, which need not be there, beneath the first home where it can be written: that of HOME, else {@code user.home}, else a
     * folder of this user's own beneath the temporary one.
     *
     * @param environment the variables of the process
     * @throws IOException if it can be written nowhere; the message says what to do
     */
    public static Path folder(Map<String, String> environment, String name) throws IOException {
        Optional<Path> home = Stream.of(Optional.ofNullable(environment.get(HOME)), Optional.ofNullable(System.getProperty("user.home")))
                .flatMap(Optional::stream).flatMap(text -> usable(text, name).stream()).findFirst();
        return home.isPresent() ? home.get() : temporary().resolve(name);
    }

    /**
     * Has the libraries of this process find a home, where {@code user.home} is none. For programs; a library leaves that property alone.
     *
     * @throws IOException if no folder can be written
     */
    public static void provide() throws IOException {
        Path home = Path.of(System.getProperty("user.home", ""));
        if (!home.isAbsolute() || !Files.isDirectory(home)) {
            System.setProperty("user.home", folder(System.getenv(), "").toString());
        }
    }

    private static Optional<Path> usable(@Nullable String home, String name) {
        if (home == null || !Path.of(home).isAbsolute() || !Files.isDirectory(Path.of(home))) {
            return Optional.empty();
        }
        Path folder = Path.of(home).resolve(name);
        // What is not there yet is made in the nearest folder that is.
        return Stream.iterate(folder, Objects::nonNull, Path::getParent).filter(Files::exists).findFirst()
                .filter(there -> Files.isDirectory(there) && Files.isWritable(there)).map(there -> folder);
    }

    /** Others may write the temporary folder, too, and libraries load code from their caches: it must be this user's alone. */
    private static Path temporary() throws IOException {
        Path parent = Path.of(System.getProperty("java.io.tmpdir"));
        if (!Files.isDirectory(parent) || !Files.isWritable(parent)) {
            throw new IOException("neither HOME nor %s can be written; set HOME to a folder that can".formatted(parent));
        }
        Path probe = Files.createTempFile(parent, "gumbel", null);
        UserPrincipal user = Files.getOwner(probe);
        Files.delete(probe);
        Path folder = parent.resolve("gumbel-" + user.getName().replaceAll("\\W", "_"));
        boolean posix = Files.getFileAttributeView(parent, PosixFileAttributeView.class) != null;
        if (!Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            create(folder, posix);
        }
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) || !Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user)
                || posix && Files.getPosixFilePermissions(folder).stream().anyMatch(OPEN_TO_OTHERS::contains)) {
            throw new FileSystemException(folder.toString(), null, "others may write there; remove it, or set HOME to a folder that can be written");
        }
        return folder;
    }

    private static void create(Path folder, boolean posix) throws IOException {
        if (posix) {
            Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } else {
            Files.createDirectories(folder);
        }
    }
}

package dev.gumbel.vae.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The four files of a set, by the names that MNIST and its relatives have: {@code train-images-idx3-ubyte.gz}, {@code
 * emnist-letters-test-labels-idx1-ubyte.gz}, {@code t10k-images.idx3-ubyte}; in a folder, or below it where torchvision puts them.
 *
 * @param name of the set: what its files' names begin with, or the folder's
 * @param files of each part, the plain one first where there is a gzipped one too
 */
record SetFiles(String name, Map<Part, List<Path>> files) {
    private static final Pattern NAME = Pattern.compile(
            "(.*?)(train|t10k|test)[-_.](images|labels)[-_.]idx\\d[-_.][a-z0-9]+(\\.gz)?", Pattern.CASE_INSENSITIVE);
    private static final int MOST_TOLD = 4;
    private static final String RAW = "raw";

    /** One of the four. */
    enum Part {
        TRAIN_IMAGES("train-images-idx3-ubyte"), TRAIN_LABELS("train-labels-idx1-ubyte"), TEST_IMAGES("t10k-images-idx3-ubyte"),
        TEST_LABELS("t10k-labels-idx1-ubyte");

        private final String usual;

        Part(String usual) {
            this.usual = usual;
        }
    }

    /** The file to read. */
    Path file(Part part) {
        return all(part).getFirst();
    }

    /** The file to read, and those that lie beside it and should hold the same. */
    List<Path> all(Part part) {
        return files.getOrDefault(part, List.of());
    }

    /**
     * Finds the files of a set.
     *
     * @param given a folder, or a folder and what the names of one of its sets begin with
     * @throws DataException if there is no whole set, or more than one
     */
    static SetFiles find(Path given) {
        if (Files.isDirectory(given)) {
            return only(given, sets(given));
        }
        List<SetFiles> named = named(given);
        if (!named.isEmpty()) {
            return only(above(given), named);
        }
        throw new DataException(Files.exists(given) ? "%s: is a file, expected the folder that holds the four IDX files".formatted(given)
                : "%s: no such folder; give --data the folder that holds train-images-idx3-ubyte[.gz] and its three siblings".formatted(given));
    }

    /** Whether there is such a folder, or at least a part of the set that is named so. */
    static boolean isAt(Path given) {
        return Files.isDirectory(given) || !named(given).isEmpty();
    }

    /** The sets, whole or not, of the folder above whose names begin like the last name given. */
    private static List<SetFiles> named(Path given) {
        String wanted = String.valueOf(given.getFileName()).replaceFirst("[-_.]$", "");
        return Files.exists(given) ? List.of() : sets(above(given)).stream().filter(set -> set.name().equalsIgnoreCase(wanted)).toList();
    }

    private static Path above(Path given) {
        return given.toAbsolutePath().normalize().resolveSibling("");
    }

    private static SetFiles only(Path folder, List<SetFiles> sets) {
        List<SetFiles> whole = sets.stream().filter(set -> set.files().size() == Part.values().length).toList();
        if (whole.size() > 1) {
            throw new DataException("%s: holds several sets, %s; name one, as in --data %s".formatted(
                    folder, whole.stream().map(SetFiles::name).collect(Collectors.joining(", ")), folder.resolve(whole.getFirst().name())));
        }
        return whole.stream().findFirst().orElseThrow(() -> missing(folder, sets));
    }

    private static DataException missing(Path folder, List<SetFiles> sets) {
        SetFiles most = sets.stream().max(Comparator.comparingInt(set -> set.files().size())).orElse(new SetFiles("", Map.of()));
        Part lacking = Stream.of(Part.values()).filter(part -> !most.files().containsKey(part)).findFirst().orElseThrow();
        return new DataException("%s: no %s[.gz]; the folder must hold all four files of the set%s".formatted(
                folder, lacking.usual, others(folder)));
    }

    /** What lies there instead, for its owner to rename. */
    private static String others(Path folder) {
        List<String> names = list(folder).stream().map(file -> String.valueOf(file.getFileName()))
                .filter(name -> !NAME.matcher(name).matches()).toList();
        return names.isEmpty() ? "" : "; there is %s%s: if these are the images, rename them".formatted(
                String.join(", ", names.subList(0, Math.min(MOST_TOLD, names.size()))),
                names.size() > MOST_TOLD ? " and %d more".formatted(names.size() - MOST_TOLD) : "");
    }

    /** The sets of a folder, whole or not; where there are none, those of its folder raw, or of such a one a level further down. */
    private static List<SetFiles> sets(Path folder) {
        List<SetFiles> own = setsIn(folder);
        if (!own.isEmpty()) {
            return own;
        }
        return Stream.concat(Stream.of(folder), list(folder).stream()).map(place -> place.resolve(RAW)).filter(Files::isDirectory)
                .flatMap(raw -> setsIn(raw).stream()).toList();
    }

    private static List<SetFiles> setsIn(Path folder) {
        Map<String, Map<Part, List<Path>>> sets = new TreeMap<>();
        for (Path file : list(folder)) {
            Matcher matcher = NAME.matcher(String.valueOf(file.getFileName()));
            if (matcher.matches() && Files.isRegularFile(file)) {
                sets.computeIfAbsent(matcher.group(1).toLowerCase(Locale.ROOT), prefix -> new EnumMap<>(Part.class))
                        .computeIfAbsent(part(matcher.group(2), matcher.group(3)), part -> new ArrayList<>()).add(file);
            }
        }
        return sets.entrySet().stream().map(set -> new SetFiles(name(folder, set.getKey()), set.getValue())).toList();
    }

    private static Part part(String set, String kind) {
        boolean train = set.equalsIgnoreCase("train");
        boolean images = kind.equalsIgnoreCase("images");
        return train ? images ? Part.TRAIN_IMAGES : Part.TRAIN_LABELS : images ? Part.TEST_IMAGES : Part.TEST_LABELS;
    }

    private static String name(Path folder, String prefix) {
        Path place = folder.toAbsolutePath().normalize();
        Path above = place.getParent();
        Path named = above != null && place.endsWith(RAW) ? above : place;
        String begin = prefix.replaceFirst("[-_.]+$", "");
        return begin.isEmpty() ? String.valueOf(named.getFileName()) : begin;
    }

    /** By name, a plain file before its gzip. */
    private static List<Path> list(Path folder) {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.sorted(Comparator.comparing(file -> String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT))).toList();
        } catch (IOException failure) {
            throw new DataException("%s: cannot be read (%s)".formatted(folder, failure), failure);
        }
    }
}

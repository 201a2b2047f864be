package dev.gumbel.backend.tornado;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Whether there is a GPU that OpenCL may find, as far as files tell it: a device file, and a driver other than PoCL, which computes on the processor.
 */
final class GpuFiles {
    /** Of NVIDIA, of the kernel's own drivers, of AMD. */
    private static final List<String> DEVICES = List.of("nvidia[0-9]*", "dri/renderD*", "kfd");
    private static final String POCL = "pocl";

    private GpuFiles() {}

    /**
     * Looks for them.
     *
     * @param devices the folder of device files
     * @param drivers the folder where each OpenCL driver has a file that names its library
     */
    static boolean tellOfOne(Path devices, Path drivers) {
        return DEVICES.stream().anyMatch(pattern -> !list(devices, pattern).isEmpty())
                && list(drivers, "*.icd").stream().anyMatch(driver -> !isPocl(driver));
    }

    private static List<Path> list(Path folder, String pattern) {
        Path within = folder.resolve(pattern);
        List<Path> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(within.getParent(), within.getFileName().toString())) {
            files.forEach(found::add);
        } catch (IOException absent) {
            return List.of();
        }
        return found;
    }

    private static boolean isPocl(Path driver) {
        try {
            String library = new String(Files.readAllBytes(driver), StandardCharsets.UTF_8);
            return (driver.getFileName() + library).toLowerCase(Locale.ROOT).contains(POCL);
        } catch (IOException unreadable) {
            // What cannot be read is loaded by nobody.
            return true;
        }
    }
}

package dev.gumbel.backend;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Whether a backend can run on this machine, as far as one can know without loading its native libraries. */
public sealed interface Availability {

    /**
     * It can.
     *
     * @param version the version of the library behind it
     * @param devices the devices it is known to offer, the default first
     * @param deviceNames a regular expression: which names of {@link Settings#device()} may be devices of its, also such as it cannot know of yet
     * @param choosesKernels whether {@link Settings#kernels()} makes a difference; a backend with kernels of one kind only takes those, whatever is
     *     asked for
     */
    record Usable(String version, List<String> devices, String deviceNames, boolean choosesKernels) implements Availability {
        public Usable {
            devices = List.copyOf(devices);
        }

        /** With kernels of one kind, on these devices alone. */
        public Usable(String version, List<String> devices) {
            this(version, devices, devices.stream().map(Pattern::quote).collect(Collectors.joining("|")), false);
        }

        /** Whether a device of this name may be one of its. */
        public boolean mayHave(String device) {
            return device.matches(deviceNames);
        }
    }

    /**
     * It cannot.
     *
     * @param reason what is missing and what to do about it, in one line
     * @param flags with which another JVM could run it; empty if none could
     */
    record Unusable(String reason, List<String> flags) implements Availability {
        public Unusable {
            flags = List.copyOf(flags);
        }

        /** Whatever the flags of the JVM. */
        public Unusable(String reason) {
            this(reason, List.of());
        }
    }
}

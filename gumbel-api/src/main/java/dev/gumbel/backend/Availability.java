package dev.gumbel.backend;

import java.util.List;

/** Whether a backend can run on this machine, as far as one can know without loading its native libraries. */
public sealed interface Availability {

    /**
     * It can.
     *
     * @param version the version of the library behind it
     * @param devices the devices it is known to offer, the default first
     */
    record Usable(String version, List<String> devices) implements Availability {
        public Usable {
            devices = List.copyOf(devices);
        }
    }

    /**
     * It cannot.
     *
     * @param reason what is missing and what to do about it, in one line
     */
    record Unusable(String reason) implements Availability {}
}

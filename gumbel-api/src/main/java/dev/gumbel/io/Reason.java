package dev.gumbel.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be read or written, where the message of Java's exception may be no more than a path. */
public final class Reason {
    private Reason() {}

    /** In words, with the file where the exception names one. */
    public static String of(IOException failure) {
        String reason = switch (failure) {
            case AccessDeniedException _ -> "permission denied";
            case NoSuchFileException _ -> "no such file or folder";
            case FileAlreadyExistsException _ -> "is there already, and is no folder";
            default -> "";
        };
        if (!reason.isEmpty() && failure instanceof FileSystemException system && system.getReason() == null) {
            return system.getFile() + ": " + reason;
        }
        return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
    }
}

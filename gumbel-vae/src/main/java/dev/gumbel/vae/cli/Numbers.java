package dev.gumbel.vae.cli;

import java.util.function.Function;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Numbers on the command line, refused in the words of people, not of Java. */
final class Numbers {
    private Numbers() {}

    /** Makes a command line and its subcommands read numbers so. */
    static void register(CommandLine command) {
        command.registerConverter(Integer.class, whole(Integer::valueOf, Integer.MIN_VALUE, Integer.MAX_VALUE));
        command.registerConverter(int.class, whole(Integer::valueOf, Integer.MIN_VALUE, Integer.MAX_VALUE));
        command.registerConverter(Long.class, whole(Long::valueOf, Long.MIN_VALUE, Long.MAX_VALUE));
        command.registerConverter(Double.class, converter(Double::valueOf, "a number"));
    }

    private static <T> ITypeConverter<T> whole(Function<String, T> parse, long least, long most) {
        return converter(parse, "a whole number from %d to %d".formatted(least, most));
    }

    private static <T> ITypeConverter<T> converter(Function<String, T> parse, String expected) {
        return text -> {
            try {
                return parse.apply(text);
            } catch (NumberFormatException wrong) {
                throw new TypeConversionException("'%s' is not %s".formatted(text, expected));
            }
        };
    }
}

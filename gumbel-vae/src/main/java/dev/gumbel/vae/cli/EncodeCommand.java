package dev.gumbel.vae.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.gumbel.vae.train.SavedRun;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the discrete codes of images. */
@Command(
        name = "encode",
        description = "Prints the discrete code of each image, the most probable category of each latent, as CSV on standard output.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        sortOptions = false)
final class EncodeCommand implements Callable<Integer> {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** One line of --json. */
    private record Line(int image, int[] code) {}

    @Mixin
    private RunFlags run;

    @Mixin
    private ImageFlags images;

    @Option(names = "--json", description = "One JSON object a line, in place of CSV.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws JsonProcessingException {
        SavedRun saved = run.saved();
        float[][] given = images.open(saved, Integer.MAX_VALUE);
        int[][] codes = run.model(saved).encode(given);
        PrintWriter out = spec.commandLine().getOut();
        if (!json) {
            out.println("image," + IntStream.range(0, codes[0].length).mapToObj(latent -> "z" + latent).collect(Collectors.joining(",")));
        }
        for (int image = 0; image < codes.length; image++) {
            String code = Arrays.stream(codes[image]).mapToObj(Integer::toString).collect(Collectors.joining(","));
            out.println(json ? JSON.writeValueAsString(new Line(image, codes[image])) : image + "," + code);
        }
        return 0;
    }
}

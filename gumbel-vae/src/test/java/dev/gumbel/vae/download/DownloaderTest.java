package dev.gumbel.vae.download;

import static dev.gumbel.vae.download.MirrorServer.breaksOffAt;
import static dev.gumbel.vae.download.MirrorServer.file;
import static dev.gumbel.vae.download.MirrorServer.respond;
import static dev.gumbel.vae.download.MirrorServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.gumbel.vae.IdxFiles;
import dev.gumbel.vae.download.MirrorServer.Answer;
import dev.gumbel.vae.download.MirrorServer.Request;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Downloads from servers that misbehave in every way met so far. */
@Timeout(60)
class DownloaderTest {
    private static final byte[] UNPACKED = noise(100_000);
    private static final byte[] PACKED = IdxFiles.gzip(UNPACKED);
    private static final RemoteFile FILE = new RemoteFile("images.gz", UNPACKED.length, Checksums.sha256(UNPACKED));
    private static final Duration CONNECT = Duration.ofSeconds(1);
    private static final Duration STALL = Duration.ofMillis(700);

    @TempDir
    private Path folder;
    private MirrorServer bad;
    private MirrorServer good;

    @BeforeEach
    void start() throws IOException {
        bad = new MirrorServer();
        good = new MirrorServer().answer(file(PACKED));
    }

    @AfterEach
    void stop() {
        bad.close();
        good.close();
    }

    private static byte[] noise(int count) {
        byte[] bytes = new byte[count];
        new Random(1).nextBytes(bytes);
        return bytes;
    }

    private void fetch(MirrorServer... mirrors) {
        fetch(Arrays.stream(mirrors).map(MirrorServer::address).toList());
    }

    private void fetch(List<URI> mirrors) {
        new Downloader(CONNECT, STALL, new DownloadListener() {}).fetch(new RemoteSet("A set", mirrors, List.of(FILE)), folder);
    }

    private void assertWhole() {
        assertThat(folder.resolve("images.gz")).hasBinaryContent(PACKED);
        assertThat(folder.resolve("images.gz.part")).doesNotExist();
    }

    /** The first mirror's fault leads to the second. */
    private void assertPassedOn(Answer fault) {
        bad.answer(fault);
        fetch(bad, good);
        assertWhole();
        assertThat(bad.requests()).isNotEmpty();
        assertThat(good.requests()).isNotEmpty();
    }

    @Test
    void fetchesFromTheFirstMirror() {
        fetch(good, bad);
        assertWhole();
        assertThat(good.requests()).containsExactly(new Request("/files/images.gz", 0));
        assertThat(bad.requests()).isEmpty();
    }

    @Test
    void goesOnWhereItBrokeOff() {
        bad.answer((request, out) -> breaksOffAt(request.from() + 40_000, PACKED).give(request, out));
        fetch(bad);
        assertWhole();
        assertThat(bad.requests()).extracting(Request::from).startsWith(0, 40_000).hasSizeGreaterThan(2).isSorted();
    }

    @Test
    void goesOnWhereAnEarlierRunBrokeOff() throws IOException {
        Files.write(folder.resolve("images.gz.part"), Arrays.copyOf(PACKED, 60_000));
        fetch(good);
        assertWhole();
        assertThat(good.requests()).containsExactly(new Request("/files/images.gz", 60_000));
    }

    @Test
    void beginsAgainWhereAServerKnowsNoRanges() throws IOException {
        Files.write(folder.resolve("images.gz.part"), Arrays.copyOf(PACKED, 60_000));
        bad.answer((request, out) -> file(PACKED).give(new Request(request.path(), 0), out));
        fetch(bad);
        assertWhole();
    }

    @Test
    void beginsAgainWhereAServerSendsAnotherRange() throws IOException {
        Files.write(folder.resolve("images.gz.part"), Arrays.copyOf(PACKED, 60_000));
        bad.answer((request, out) -> file(PACKED).give(new Request(request.path(), request.from() > 0 ? 1 : 0), out));
        fetch(bad);
        assertWhole();
    }

    /** The part is longer than the file. */
    @Test
    void beginsAgainWhereARangeIsRefused() throws IOException {
        Files.write(folder.resolve("images.gz.part"), Arrays.copyOf(PACKED, PACKED.length + 1));
        bad.answer((request, out) -> (request.from() > 0 ? status("416 Range Not Satisfiable") : file(PACKED)).give(request, out));
        fetch(bad);
        assertWhole();
        assertThat(bad.requests()).extracting(Request::from).containsExactly(PACKED.length + 1, 0);
    }

    @Test
    void beginsAgainWhereTheHalvesDoNotFit() throws IOException {
        Files.write(folder.resolve("images.gz.part"), new byte[30_000]);
        fetch(good);
        assertWhole();
        assertThat(good.requests()).extracting(Request::from).containsExactly(30_000, 0);
    }

    @Test
    void leavesAServerThatPromisesMoreThanItSends() {
        assertPassedOn((request, out) -> {
            int end = Math.max(request.from(), 50_000);
            respond(out, request.from() == 0 ? "200 OK" : "206 Partial Content", 1_000_000,
                    "Content-Range: bytes " + request.from() + "-/*\r\n", PACKED, request.from(), end);
        });
        assertThat(good.requests()).as("what came is kept").containsExactly(new Request("/files/images.gz", 50_000));
    }

    @Test
    void leavesAServerThatPromisesLessThanTheFileHas() {
        assertPassedOn((request, out) -> respond(out, "200 OK", 50_000, "", PACKED, 0, PACKED.length));
        assertThat(good.requests()).as("half a file under a whole one's length is a wrong file").extracting(Request::from).containsExactly(0);
    }

    @Test
    void leavesAServerThatSendsAnotherFile() {
        byte[] page = "<!DOCTYPE html><title>Sign in to this network</title>".getBytes(StandardCharsets.UTF_8);
        assertPassedOn(file(page));
        assertThat(bad.requests()).hasSize(1);
    }

    @Test
    void leavesAServerThatSendsAnotherSetOfTheSameSize() {
        byte[] other = UNPACKED.clone();
        other[77] ^= 1;
        assertPassedOn(file(IdxFiles.gzip(other)));
    }

    @Test
    void leavesAServerThatNeverEnds() {
        assertPassedOn((request, out) -> {
            respond(out, "200 OK", Long.MAX_VALUE, "", PACKED, 0, PACKED.length);
            for (int i = 0; i < 1000; i++) {
                out.write(PACKED);
            }
        });
        assertThat(bad.requests()).hasSize(1);
    }

    /** A small file may unpack to more than all memory. */
    @Test
    void unpacksNoMoreThanTheFileHas() {
        assertPassedOn(file(IdxFiles.gzip(new byte[50_000_000])));
    }

    @Test
    void waitsForAServerThatIsSlow() {
        bad.answer((request, out) -> {
            respond(out, "200 OK", PACKED.length, "", PACKED, 0, 0);
            for (int start = 0; start < PACKED.length; start += 10_000) {
                Thread.sleep(200);
                out.write(PACKED, start, Math.min(10_000, PACKED.length - start));
                out.flush();
            }
        });
        fetch(bad);
        assertWhole();
        assertThat(bad.requests()).hasSize(1);
    }

    @Test
    void leavesAServerThatStopsSending() {
        assertPassedOn((request, out) -> {
            respond(out, "200 OK", PACKED.length, "", PACKED, 0, request.from() == 0 ? 10_000 : 0);
            Thread.sleep(60_000);
        });
    }

    @Test
    void leavesAServerThatNeverAnswers() {
        assertPassedOn((request, out) -> Thread.sleep(60_000));
    }

    @Test
    void leavesAServerThatRefuses() {
        assertPassedOn(status("503 Service Unavailable"));
        assertThat(bad.requests()).hasSize(1);
    }

    @Test
    void followsWhereAServerSendsIt() {
        bad.answer(status("302 Found", "Location: " + good.address().resolve("images.gz")));
        fetch(bad);
        assertWhole();
    }

    @Test
    void leavesAServerThatSendsItInCircles() {
        assertPassedOn((request, out) -> status("301 Moved Permanently", "Location: /files/images.gz").give(request, out));
    }

    @Test
    void asksNothingForAFileThatIsThere() throws IOException {
        Files.write(folder.resolve("images.gz"), PACKED);
        fetch(good);
        assertThat(good.requests()).isEmpty();
    }

    /** The same content packed by another program. */
    @Test
    void takesTheSumOfThePackedFileToo() {
        RemoteFile published = new RemoteFile("images.gz", UNPACKED.length, Checksums.sha256(PACKED));
        new Downloader(CONNECT, STALL, new DownloadListener() {}).fetch(
                new RemoteSet("A set", List.of(good.address()), List.of(published)), folder);
        assertWhole();
    }

    @Test
    void replacesAFileThatIsDamaged() throws IOException {
        byte[] damaged = PACKED.clone();
        damaged[5000] ^= 1;
        Files.write(folder.resolve("images.gz"), damaged);
        fetch(good);
        assertWhole();
    }

    @Test
    void tellsOfEachMirrorWhyItFailed() {
        bad.answer(status("404 Not Found"));
        good.close();
        assertThatThrownBy(() -> fetch(bad, good))
                .isInstanceOf(DownloadException.class)
                .hasMessage("images.gz of A set cannot be fetched from 127.0.0.1: answered with status 404, nor from 127.0.0.1: no connection");
        assertThat(folder.resolve("images.gz")).doesNotExist();
    }

    @Test
    void givesUpInTimeWhereNothingAnswers() {
        bad.answer((request, out) -> Thread.sleep(60_000));
        long begin = System.nanoTime();
        assertThatThrownBy(() -> fetch(bad, bad)).isInstanceOf(DownloadException.class).hasMessageContaining("no answer within 0.5 s");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(CONNECT).isLessThan(CONNECT.multipliedBy(10));
    }

    @Test
    void tellsAFolderThatCannotBeWritten() throws IOException {
        Path file = Files.createFile(folder.resolve("file"));
        RemoteSet set = new RemoteSet("A set", List.of(good.address()), List.of(FILE));
        assertThatThrownBy(() -> new Downloader(new DownloadListener() {}).fetch(set, file.resolve("cache")))
                .isInstanceOf(DownloadException.class).hasMessageContaining("A set cannot be fetched").hasMessageContaining("cache");
    }
}

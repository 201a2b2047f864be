package dev.gumbel.vae.dashboard;

import dev.gumbel.vae.report.Report;
import dev.gumbel.vae.report.ReportException;
import dev.gumbel.vae.train.Latents;
import dev.gumbel.vae.train.RunFolder;
import dev.gumbel.vae.train.StepMetrics;
import dev.gumbel.vae.train.TrainingControl;
import dev.gumbel.vae.train.TrainingException;
import dev.gumbel.vae.train.TrainingListener;
import io.helidon.http.Status;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.HttpRouting;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import io.helidon.webserver.sse.SseSink;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;

/** Shows a run while it trains, to browsers of this machine, and lets them pause, resume and stop it. */
public final class Dashboard implements TrainingListener, AutoCloseable {
    private static final String HOST = "127.0.0.1";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Path run;
    private final TrainingControl control;
    private final RequestGuard guard = new RequestGuard();
    private final Patience patience;
    private final SseClients audience;
    private final Rendered page;
    private final Rendered data;
    private final WebServer server;
    private volatile boolean begun;
    private volatile boolean ended;

    private Dashboard(int port, Path run, TrainingControl control, Duration patience) {
        this.run = run;
        this.control = control;
        this.patience = new Patience(patience);
        this.audience = new SseClients(this.patience);
        this.page = new Rendered(() -> Report.live(run, live()));
        this.data = new Rendered(() -> Report.data(run, live()));
        this.server = WebServer.builder()
                .host(HOST)
                .port(port)
                .shutdownHook(false)
                .shutdownGracePeriod(Duration.ofMillis(200))
                .routing(this::route)
                .build();
    }

    /**
     * Begins to serve.
     *
     * @param port 0 for any that is free
     * @param run the folder, which need not be there yet
     * @throws DashboardException if the port is taken or may not be used
     */
    public static Dashboard open(int port, Path run, TrainingControl control) {
        return open(port, run, control, PATIENCE);
    }

    /** @param patience how long a browser may take for what it is sent at once */
    static Dashboard open(int port, Path run, TrainingControl control, Duration patience) {
        requireFree(port);
        Dashboard dashboard = new Dashboard(port, run, control, patience);
        dashboard.server.start();
        return dashboard;
    }

    /** Asked before the server is, which would tell it in many lines. */
    private static void requireFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port));
        } catch (IOException taken) {
            throw new DashboardException(
                    "--dashboard: cannot listen on port %d (%s); name another, or 0 for any".formatted(port, taken.getMessage()), taken);
        }
    }

    /** Where browsers find it; ends with the secret that lets them in. */
    public String address() {
        return origin() + "/" + guard.query();
    }

    String origin() {
        return "http://%s:%d".formatted(HOST, server.port());
    }

    private void route(HttpRouting.Builder routing) {
        routing.addFilter(guard)
                .get("/", (_, response) -> send(response, "text/html", page))
                .get("/data.json", (_, response) -> send(response, "application/json", data))
                .get("/events", (_, response) -> audience.attend(() -> response.sink(SseSink.TYPE), "state", this::state))
                .post("/control/pause", (request, response) -> hold(request, response, control::pause))
                .post("/control/resume", (request, response) -> hold(request, response, control::resume))
                .post("/control/stop", (request, response) -> hold(request, response, control::stopAfterEpoch));
    }

    private void send(ServerResponse response, String type, Rendered text) {
        try {
            byte[] bytes = text.bytes();
            response.header("Content-Type", type + "; charset=utf-8");
            patience.during(() -> response.send(bytes));
        } catch (ReportException | TrainingException notYet) {
            response.status(Status.SERVICE_UNAVAILABLE_503).header("Content-Type", "text/plain; charset=utf-8").header("Refresh", "1")
                    .send("The run cannot be read yet: " + notYet.getMessage());
        }
    }

    private void hold(ServerRequest request, ServerResponse response, Runnable order) {
        if (!guard.holdsToken(request)) {
            response.status(Status.FORBIDDEN_403).send("Only the dashboard's own page may hold the run.");
            return;
        }
        order.run();
        audience.tell("state", state());
        response.status(Status.NO_CONTENT_204).send();
    }

    private Report.Live live() {
        return new Report.Live(guard.token(), state());
    }

    /** A word that the page's script knows. */
    private String state() {
        if (ended) {
            return "ended";
        }
        return control.isPaused() ? "paused" : control.isStopping() ? "stopping" : begun ? "training" : "starting";
    }

    @Override
    public void epochBegins(int epoch, int batches) {
        if (!begun) {
            begun = true;
            outdate();
            audience.tell("state", state());
        }
    }

    @Override
    public void logged(StepMetrics metrics) {
        audience.tellStep("step", RunFolder.line(metrics));
    }

    @Override
    public void latents(Latents latents) {
        outdate();
        audience.forgetSteps();
        audience.tell("epoch", Integer.toString(latents.use().epoch()));
    }

    private void outdate() {
        page.outdate();
        data.outdate();
    }

    /** Tells the browsers that it is over, lets them read it, and stops. */
    @Override
    public void close() {
        ended = true;
        outdate();
        audience.tell("state", state());
        try {
            audience.end();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        server.stop();
        patience.close();
    }
}

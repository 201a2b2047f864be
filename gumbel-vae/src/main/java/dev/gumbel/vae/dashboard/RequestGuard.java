package dev.gumbel.vae.dashboard;

import io.helidon.http.HeaderName;
import io.helidon.http.HeaderNames;
import io.helidon.http.Status;
import io.helidon.webserver.http.Filter;
import io.helidon.webserver.http.FilterChain;
import io.helidon.webserver.http.RoutingRequest;
import io.helidon.webserver.http.RoutingResponse;
import io.helidon.webserver.http.ServerRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * Keeps others out: other accounts of this machine, and other pages of the same browser. Whoever asks must hold a secret, which stands in the address
 * that the training prints and then in a cookie, as with Jupyter. Only requests to this machine by its own names are answered, so that a name that
 * is bound to it anew (DNS rebinding) reads nothing; none of another origin's; and what changes the run must carry a token that only the page itself
 * holds.
 */
final class RequestGuard implements Filter {
    private static final HeaderName TOKEN = HeaderNames.create("X-Gumbel-Token");

    private static final String PARAMETER = "token";

    private final String secret = newToken();
    private final String token = newToken();

    private static String newToken() {
        byte[] bytes = new byte[16];
        new SecureRandom().nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    String token() {
        return token;
    }

    /** What an address ends with that lets a browser in. */
    String query() {
        return "?%s=%s".formatted(PARAMETER, secret);
    }

    @Override
    public void filter(FilterChain chain, RoutingRequest request, RoutingResponse response) {
        response.header("Cache-Control", "no-store")
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Content-Security-Policy", "frame-ancestors 'none'");
        String host = request.headers().first(HeaderNames.HOST).orElse("");
        Optional<String> origin = request.headers().first(HeaderNames.ORIGIN);
        int port = request.localPeer().port();
        boolean known = List.of("127.0.0.1:" + port, "localhost:" + port).contains(host);
        if (!known || !origin.map(from -> from.equals("http://" + host)).orElse(true)) {
            response.status(Status.FORBIDDEN_403).send("This address is for pages of this machine alone.");
        } else if (isSecret(request.query().first(PARAMETER).orElse(""))) {
            // The cookie takes the secret over, so that it stays in no address. Cookies know no ports, so its name does.
            response.header("Set-Cookie", "%s=%s; Path=/; HttpOnly; SameSite=Strict".formatted(cookie(port), secret))
                    .header("Location", "/").status(Status.SEE_OTHER_303).send();
        } else if (isSecret(request.headers().cookies().first(cookie(port)).orElse(""))) {
            chain.proceed();
        } else {
            response.status(Status.FORBIDDEN_403).send("Open the address that the training printed, as it stands there: it ends with a token.");
        }
    }

    private static String cookie(int port) {
        return "gumbel-" + port;
    }

    private boolean isSecret(String given) {
        return isEqual(given, secret);
    }

    /** Takes as long for a wrong text as for a right one. */
    private static boolean isEqual(String given, String expected) {
        return MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8), expected.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the request comes from a page that this dashboard made. */
    boolean holdsToken(ServerRequest request) {
        return isEqual(request.headers().first(TOKEN).orElse(""), token);
    }
}

package io.rubato.server.internal.http;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.DecoratingHttpServiceFunction;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.netty.util.NetUtil;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Refuses requests for a host that is not this one. A page of a foreign site can have its own name point to our
/// address
/// (DNS rebinding) and would then be of the same origin for the browser; the name in `Host` is still its own. Taken are
/// addresses, names that no public DNS answers for, and those that are configured.
public final class KnownHosts implements DecoratingHttpServiceFunction {
    /// Names in these belong to nobody outside: RFC 6761, RFC 6762, RFC 8375 and the reserved `internal`.
    private static final List<String> PRIVATE = List.of(".localhost", ".local", ".internal", ".home.arpa");

    /// What no host is called.
    private static final String NO_NAME = "no.name";

    /// What probes ask under whatever name.
    private static final Set<String> PROBES = Set.of("/ready", "/health");

    private final Set<String> names;

    /// @param names without ports; case does not matter
    public KnownHosts(Collection<String> names) {
        this.names = names.stream().map(KnownHosts::plain).collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public HttpResponse serve(HttpService service, ServiceRequestContext ctx, HttpRequest request) throws Exception {
        String host = host(request.headers().authority());
        if (knows(host) || PROBES.contains(ctx.path())) {
            return service.serve(ctx, request);
        }
        return PlainText.of(
                403, "this server does not go by the name of this request's Host; add it to server.allowed_hosts\n");
    }

    boolean knows(String host) {
        return NetUtil.isValidIpV4Address(host)
                || NetUtil.isValidIpV6Address(host)
                || !host.contains(".")
                || PRIVATE.stream().anyMatch(host::endsWith)
                || names.contains(host);
    }

    /// The host of an authority, without port and brackets.
    static String host(@Nullable String authority) {
        String text = plain(authority == null ? "" : authority);
        if (text.startsWith("[")) {
            int end = text.indexOf(']');
            boolean whole = end > 0 && (end == text.length() - 1 || text.charAt(end + 1) == ':');
            return whole ? text.substring(1, end) : NO_NAME;
        }
        int colon = text.indexOf(':');
        return plain(colon < 0 ? text : text.substring(0, colon));
    }

    /// A dot at its end makes a name absolute, and changes nothing else.
    private static String plain(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}

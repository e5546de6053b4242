package io.rubato.server.internal.route;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceConfig;
import com.linecorp.armeria.server.ServiceRequestContext;
import com.linecorp.armeria.server.SimpleDecoratingHttpService;
import java.util.Optional;

/// A service of an HTTP port with who may call it. The gate before a port asks the route that a request was resolved
/// to; a service that is not registered as one is closed to everybody.
public final class Route extends SimpleDecoratingHttpService {
    private final Access access;

    private Route(HttpService service, Access access) {
        super(service);
        this.access = access;
    }

    /// For everybody.
    public static Route open(HttpService service) {
        return new Route(service, Access.OPEN);
    }

    /// For those who may query.
    public static Route query(HttpService service) {
        return new Route(service, Access.QUERY);
    }

    /// For those who may send spans.
    public static Route ingest(HttpService service) {
        return new Route(service, Access.INGEST);
    }

    /// POST for those who may send spans, every other method for those who may query.
    public static Route ingestByPost(HttpService service) {
        return new Route(service, Access.INGEST_BY_POST);
    }

    /// Who may call what a request was resolved to; nothing when that is no route.
    public static Optional<Access> access(ServiceConfig resolved) {
        return Optional.ofNullable(resolved.service().as(Route.class)).map(route -> route.access);
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) throws Exception {
        return unwrap().serve(ctx, request);
    }
}

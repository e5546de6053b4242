package io.rubato.tracing.http;

import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.rubato.tracing.context.RequestIds;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletMapping;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Collections;
import java.util.Enumeration;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/// Traces the requests of a Jakarta servlet container (Servlet 5 and above). Register it first, for `/*`, for the
/// dispatches REQUEST, ASYNC and ERROR, and with support for asynchronous requests:
///
/// ```java
/// registration = context.addFilter("tracing", new ServletTracingFilter(openTelemetry));
/// registration.setAsyncSupported(true);
/// registration.addMappingForUrlPatterns(EnumSet.of(REQUEST, ASYNC, ERROR), false, "/*");
/// ```
///
/// An asynchronous request's span ends when the container completes it.
public final class ServletTracingFilter implements Filter {
    private static final String CALL = ServletTracingFilter.class.getName() + ".call";

    private static final TextMapGetter<HttpServletRequest> GETTER = new TextMapGetter<>() {
        @Override
        public @Nullable String get(@Nullable HttpServletRequest request, String name) {
            return request == null ? null : request.getHeader(name);
        }

        @Override
        public Iterator<String> getAll(@Nullable HttpServletRequest request, String name) {
            Enumeration<String> values = request == null ? null : request.getHeaders(name);
            return values == null ? Collections.emptyIterator() : values.asIterator();
        }
    };

    private final HttpServerTracing tracing;

    public ServletTracingFilter(HttpServerTracing tracing) {
        this.tracing = tracing;
    }

    /// With the defaults of [HttpServerTracing.Builder].
    public ServletTracingFilter(OpenTelemetry openTelemetry) {
        this(HttpServerTracing.create(openTelemetry));
    }

    @Override
    public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        if (!(request instanceof HttpServletRequest http) || !(response instanceof HttpServletResponse answer)) {
            chain.doFilter(request, response);
        } else if (request.getAttribute(CALL) instanceof ServerCall again) {
            again(http, answer, chain, again);
        } else {
            first(http, answer, chain);
        }
    }

    /// Another dispatch of a request that is already being traced.
    @SuppressWarnings("try")
    private static void again(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, ServerCall call)
            throws IOException, ServletException {
        try (Scope scope = call.context().makeCurrent()) {
            chain.doFilter(request, response);
        } catch (IOException | ServletException | RuntimeException | Error e) {
            call.failed(e);
            throw e;
        }
    }

    @SuppressWarnings("try")
    private void first(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws IOException, ServletException {
        Context caller = tracing.caller(request, GETTER);
        String requestId = RequestIds.from(caller).requestId();
        if (requestId != null) {
            response.setHeader(RequestIds.REQUEST_ID_HEADER, requestId);
        }
        if (!tracing.isTraced(request.getRequestURI())) {
            try (Scope scope = caller.makeCurrent()) {
                chain.doFilter(request, response);
            }
            return;
        }
        ServerCall call = tracing.start(caller, line(request));
        if (call.isValid()) {
            response.setHeader(HttpServerTracing.TRACE_ID_HEADER, call.traceId());
        }
        request.setAttribute(CALL, call);
        handle(request, response, chain, call);
    }

    @SuppressWarnings("try")
    private static void handle(
            HttpServletRequest request, HttpServletResponse response, FilterChain chain, ServerCall call)
            throws IOException, ServletException {
        try (Scope scope = call.context().makeCurrent()) {
            chain.doFilter(request, new TracedServletResponse(response, call));
        } catch (IOException | ServletException | RuntimeException | Error e) {
            call.failed(e instanceof ServletException && e.getCause() != null ? e.getCause() : e);
            call.end(response.isCommitted() ? response.getStatus() : 500);
            throw e;
        }
        if (request.isAsyncStarted()) {
            try {
                request.getAsyncContext().addListener(new AsyncEnd(call, response));
            } catch (IllegalStateException e) {
                // It was completed in the meantime.
                call.end(response.getStatus());
            }
        } else {
            call.end(response.getStatus());
        }
    }

    private static RequestLine line(HttpServletRequest request) {
        String query = request.getQueryString();
        HttpServletMapping mapping = request.getHttpServletMapping();
        return new RequestLine(
                request.getMethod(),
                query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query,
                request.getRequestURI(),
                query,
                request.getScheme(),
                request.getProtocol(),
                mapping == null || mapping.getPattern().isEmpty() ? null : mapping.getPattern(),
                request.getHeader("User-Agent"),
                new Peer(request.getServerName(), request.getServerPort()),
                new Peer(request.getRemoteAddr(), request.getRemotePort()));
    }
}

package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TagNames;
import io.rubato.query.TagRequest;
import io.rubato.query.TagRequest.TagScope;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.PlainText;
import io.rubato.traceql.TraceQl;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `/api/search/tags` and `/api/v2/search/tags`: attribute names, of all that is stored unless a time range is given.
final class TagNamesService implements HttpService {
    /// The intrinsics that Tempo lists.
    private static final List<String> INTRINSICS = List.of(
            "duration",
            "event:name",
            "event:timeSinceStart",
            "instrumentation:name",
            "instrumentation:version",
            "kind",
            "link:spanID",
            "link:traceID",
            "name",
            "rootName",
            "rootServiceName",
            "span:duration",
            "span:id",
            "span:kind",
            "span:name",
            "span:parentID",
            "span:status",
            "span:statusMessage",
            "status",
            "statusMessage",
            "trace:duration",
            "trace:id",
            "trace:rootName",
            "trace:rootService",
            "traceDuration");

    private final QueryRunner runner;
    private final QueryEngine engine;
    private final QuerySettings settings;
    private final boolean byScope;

    /// @param byScope whether names are answered by scope (version 2) or in one list (version 1)
    TagNamesService(QueryRunner runner, QueryEngine engine, QuerySettings settings, boolean byScope) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
        this.byScope = byScope;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        Parameters parameters = new Parameters(ctx.queryParams());
        try {
            String scope = parameters.text("scope");
            if ("intrinsic".equals(scope)) {
                return Answers.json(byScope ? scopes(Map.of(), true, 0) : list(INTRINSICS, 0));
            }
            TagScope only = scope(scope);
            boolean everything = only == null;
            TagRequest tags = request(parameters, only);
            return runner.run(ctx, settings.timeout(), (snapshot, context) -> {
                TagNames names = engine.tagNames(snapshot, tags, context);
                return Answers.json(
                        byScope
                                ? scopes(names.scopes(), everything, names.inspectedBytes())
                                : list(names.merged(), names.inspectedBytes()));
            });
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
    }

    private static TagRequest request(Parameters parameters, @Nullable TagScope scope) {
        Parameters.Range range = parameters.range(Duration.ZERO);
        String filter = parameters.text("q");
        return new TagRequest(
                scope,
                filter == null ? List.of() : TraceQl.matchers(filter),
                range.startNanos(),
                range.endNanos(),
                parameters.count("limit"));
    }

    private static @Nullable TagScope scope(@Nullable String name) {
        return switch (name) {
            case null -> null;
            case "none" -> null;
            case "resource" -> TagScope.RESOURCE;
            case "span" -> TagScope.SPAN;
            case "event" -> TagScope.EVENT;
            case "link" -> TagScope.LINK;
            case "instrumentation" -> TagScope.INSTRUMENTATION;
            default -> throw new BadRequest("invalid scope: " + name);
        };
    }

    private static byte[] list(List<String> names, long inspectedBytes) {
        return Json.bytes(out -> {
            out.writeStartObject();
            Json.textList(out, "tagNames", names);
            Json.inspected(out, inspectedBytes);
            out.writeEndObject();
        });
    }

    private static byte[] scopes(Map<TagScope, List<String>> scopes, boolean intrinsics, long inspectedBytes) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("scopes");
            for (TagScope scope : TagScope.values()) {
                List<String> names = scopes.getOrDefault(scope, List.of());
                if (!names.isEmpty()) {
                    out.writeStartObject();
                    out.writeStringField("name", scope.name().toLowerCase(Locale.ROOT));
                    Json.textList(out, "tags", names);
                    out.writeEndObject();
                }
            }
            if (intrinsics) {
                out.writeStartObject();
                out.writeStringField("name", "intrinsic");
                Json.textList(out, "tags", INTRINSICS);
                out.writeEndObject();
            }
            out.writeEndArray();
            Json.inspected(out, inspectedBytes);
            out.writeEndObject();
        });
    }
}

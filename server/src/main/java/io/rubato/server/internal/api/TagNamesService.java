package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TagNames;
import io.rubato.query.TagRequest;
import io.rubato.query.TagRequest.TagScope;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.PlainText;
import io.rubato.storage.Snapshot;
import io.rubato.traceql.TraceQl;
import java.time.Duration;
import java.util.LinkedHashMap;
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
            Asked asked = Asked.of(parameters);
            return runner.run(ctx, settings.timeout(), (snapshot, context) -> {
                Found found = asked.answer(engine, snapshot, context);
                if (Answers.wantsProtobuf(request)) {
                    return Answers.protobufParts(to -> {
                        if (byScope) {
                            TagMessages.scopes(found, to);
                        } else {
                            TagMessages.list(found.merged(), found.bytes(), to);
                        }
                    });
                }
                return Answers.json(byScope ? scopes(found) : list(found.merged(), found.bytes()));
            });
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
    }

    /// A question for names.
    ///
    /// @param request null when it is for intrinsics alone
    /// @param everything whether intrinsics are asked for
    record Asked(@Nullable TagRequest request, boolean everything) {
        /// @throws BadRequest with Tempo's words
        static Asked of(Parameters parameters) {
            String scope = parameters.text("scope");
            if ("intrinsic".equals(scope)) {
                return new Asked(null, true);
            }
            TagScope only = scope(scope);
            Parameters.Range range = parameters.range(Duration.ZERO);
            String filter = parameters.text("q");
            TagRequest request = new TagRequest(
                    only,
                    TraceQl.lenientFilter(filter == null ? "" : filter),
                    range.startNanos(),
                    range.endNanos(),
                    parameters.count("limit"));
            return new Asked(request, only == null);
        }

        Found answer(QueryEngine engine, Snapshot snapshot, QueryContext context) {
            TagNames names = request == null ? new TagNames(Map.of(), 0) : engine.tagNames(snapshot, request, context);
            Map<String, List<String>> scopes = new LinkedHashMap<>();
            for (TagScope scope : TagScope.values()) {
                List<String> ofScope = names.scopes().getOrDefault(scope, List.of());
                if (!ofScope.isEmpty()) {
                    scopes.put(scope.name().toLowerCase(Locale.ROOT), ofScope);
                }
            }
            if (everything) {
                scopes.put("intrinsic", INTRINSICS);
            }
            return new Found(scopes, request == null ? INTRINSICS : names.merged(), names.inspectedBytes());
        }
    }

    /// Names by scope, and all of them without the intrinsics unless those are what was asked for.
    record Found(Map<String, List<String>> scopes, List<String> merged, long bytes) {}

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

    private static byte[] scopes(Found found) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("scopes");
            for (Map.Entry<String, List<String>> scope : found.scopes().entrySet()) {
                out.writeStartObject();
                out.writeStringField("name", scope.getKey());
                Json.textList(out, "tags", scope.getValue());
                out.writeEndObject();
            }
            out.writeEndArray();
            Json.inspected(out, found.bytes());
            out.writeEndObject();
        });
    }
}

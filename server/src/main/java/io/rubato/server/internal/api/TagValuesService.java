package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpHeaderNames;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TagValue;
import io.rubato.query.TagValues;
import io.rubato.query.TagValuesRequest;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.PlainText;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Field;
import io.rubato.traceql.Scope;
import io.rubato.traceql.TraceQl;
import io.rubato.traceql.TraceQlException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/// `/api/search/tag/{tag}/values` and `/api/v2/search/tag/{tag}/values`: the values of an attribute. Grafana asks with
/// the query as it is being typed: a `q` that does not parse is understood as far as possible and is never an error. A
/// `tag` parameter comes along with some clients; the path alone counts.
final class TagValuesService implements HttpService {
    private static final Pattern ENCODED = Pattern.compile("%[0-9A-Fa-f]{2}");

    private final QueryRunner runner;
    private final QueryEngine engine;
    private final QuerySettings settings;
    private final boolean typed;

    /// @param typed whether the tag is a TraceQL field and values come with their type (version 2), or it is an
    ///     attribute's bare name (version 1)
    TagValuesService(QueryRunner runner, QueryEngine engine, QuerySettings settings, boolean typed) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
        this.typed = typed;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        Parameters parameters = new Parameters(ctx.queryParams());
        try {
            String tag = tag(ctx.path());
            boolean protobuf = Answers.wantsProtobuf(request);
            List<String> fixed = typed ? List.of() : fixed(tag);
            if (!fixed.isEmpty()) {
                return protobuf
                        ? Answers.protobufParts(to -> TagMessages.list(fixed, 0, to))
                        : Answers.json(list(fixed, 0));
            }
            TagValuesRequest values = asked(parameters, typed ? field(tag) : bare(tag));
            return runner.run(ctx, settings.timeout(), (snapshot, context) -> {
                TagValues found = engine.tagValues(snapshot, values, context);
                if (protobuf) {
                    return Answers.protobufParts(to -> {
                        if (typed) {
                            TagMessages.values(found, to);
                        } else {
                            TagMessages.list(texts(found), found.inspectedBytes(), to);
                        }
                    });
                }
                if (!typed) {
                    return Answers.json(list(texts(found), found.inspectedBytes()));
                }
                return request.headers().get(HttpHeaderNames.ACCEPT, "").contains(Answers.LLM)
                        ? Answers.llm(byType(found))
                        : Answers.json(typed(found));
            });
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
    }

    /// The values that a tag of version 1 always has, if it is such a one.
    static List<String> fixed(String tag) {
        return switch (tag) {
            case "status.code" -> List.of("error", "ok", "unset");
            case "error" -> List.of("true");
            default -> List.of();
        };
    }

    static TagValuesRequest asked(Parameters parameters, Field field) {
        Parameters.Range range = parameters.range(Duration.ZERO);
        String filter = parameters.text("q");
        return new TagValuesRequest(
                field,
                TraceQl.lenientFilter(filter == null ? "" : filter),
                range.startNanos(),
                range.endNanos(),
                parameters.count("limit"));
    }

    /// The part between `/tag/` and the last `/values`. Slashes in it may be bare; clients behind Grafana encode it
    /// twice.
    static String tag(String path) {
        String tag =
                path.substring(path.indexOf("/search/tag/") + "/search/tag/".length(), path.lastIndexOf("/values"));
        for (int i = 0; i < 2 && ENCODED.matcher(tag).find(); i++) {
            try {
                tag = URLDecoder.decode(tag.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                break;
            }
        }
        return tag;
    }

    /// @throws BadRequest for what is no TraceQL field
    static Field field(String tag) {
        try {
            return TraceQl.parseField(tag);
        } catch (TraceQlException e) {
            throw new BadRequest("please provide a valid tagName: " + e.getMessage());
        }
    }

    /// @throws BadRequest for no name
    static Field bare(String tag) {
        if (tag.isEmpty()) {
            throw new BadRequest("please provide a valid tagName");
        }
        return switch (tag) {
            case "name",
                    "duration",
                    "status",
                    "statusMessage",
                    "kind",
                    "rootName",
                    "rootServiceName",
                    "traceDuration" -> field(tag);
            case "root.name" -> field("rootName");
            case "root.service.name" -> field("rootServiceName");
            default -> new AttributeRef(Scope.UNSCOPED, tag);
        };
    }

    static List<String> texts(TagValues found) {
        return found.values().stream().map(TagValue::value).distinct().toList();
    }

    private static byte[] list(List<String> values, long inspectedBytes) {
        return Json.bytes(out -> {
            out.writeStartObject();
            Json.textList(out, "tagValues", values);
            Json.inspected(out, inspectedBytes);
            out.writeEndObject();
        });
    }

    /// `{"tagValues":{"string":["a","b"]}}`, as Tempo tells language models.
    private static byte[] byType(TagValues found) {
        Map<String, List<String>> types = new TreeMap<>();
        for (TagValue value : found.values()) {
            types.computeIfAbsent(value.type(), type -> new ArrayList<>()).add(value.value());
        }
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeObjectFieldStart("tagValues");
            for (Map.Entry<String, List<String>> type : types.entrySet()) {
                Json.textList(out, type.getKey(), type.getValue());
            }
            out.writeEndObject();
            out.writeObjectFieldStart("metrics");
            out.writeNumberField("inspectedBytes", found.inspectedBytes());
            out.writeEndObject();
            out.writeEndObject();
        });
    }

    private static byte[] typed(TagValues found) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("tagValues");
            for (TagValue value : found.values()) {
                out.writeStartObject();
                out.writeStringField("type", value.type());
                Json.textField(out, "value", value.value());
                out.writeEndObject();
            }
            out.writeEndArray();
            Json.inspected(out, found.inspectedBytes());
            out.writeEndObject();
        });
    }
}

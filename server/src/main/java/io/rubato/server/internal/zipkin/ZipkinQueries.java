package io.rubato.server.internal.zipkin;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SearchRequest;
import io.rubato.query.TagRequest;
import io.rubato.query.TagRequest.TagScope;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.Answers;
import io.rubato.server.internal.api.BadRequest;
import io.rubato.server.internal.api.Json;
import io.rubato.server.internal.api.LargeAnswer;
import io.rubato.server.internal.api.QueryRunner;
import io.rubato.server.internal.api.StoredValues;
import io.rubato.server.internal.api.TagConditions;
import io.rubato.server.internal.edges.ServiceEdges;
import io.rubato.server.internal.edges.ServiceEdges.ServiceEdge;
import io.rubato.server.internal.http.PlainText;
import io.rubato.server.internal.otlp.MalformedOtlpException;
import io.rubato.storage.Snapshot;
import io.rubato.storage.model.TraceId;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.Scope;
import io.rubato.traceql.SpansetFilter;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import zipkin2.DependencyLink;
import zipkin2.codec.DependencyLinkBytesEncoder;
import zipkin2.codec.SpanBytesEncoder;

/// Answers the calls of Zipkin's API that read. Stateless.
final class ZipkinQueries {
    private static final Expression EVERY = SpansetFilter.ALL.expression();
    private static final String WEEK = "604800000";
    private static final long MILLI = 1_000_000;
    private static final byte[] NOTHING = {};
    private static final byte[] COMMA = {','};

    private final QueryRunner runner;
    private final QueryEngine engine = new QueryEngine();
    private final QuerySettings settings;
    private final ServiceEdges edges;

    ZipkinQueries(QueryRunner runner, QuerySettings settings, ServiceEdges edges) {
        this.runner = runner;
        this.settings = settings;
        this.edges = edges;
    }

    HttpResponse services(ServiceRequestContext ctx) {
        return texts(ctx, (snapshot, context) -> lower(values(snapshot, context, TagConditions.SERVICE, EVERY)));
    }

    HttpResponse spans(ServiceRequestContext ctx) {
        return checked(() -> {
            Expression service = service(ctx.queryParams());
            return texts(ctx, (snapshot, context) -> lower(values(snapshot, context, TagConditions.NAME, service)));
        });
    }

    HttpResponse remoteServices(ServiceRequestContext ctx) {
        return checked(() -> {
            Expression service = service(ctx.queryParams());
            return texts(ctx, (snapshot, context) -> {
                List<String> names = new ArrayList<>();
                for (RemoteServices.Source source : RemoteServices.SOURCES) {
                    Expression spans = TagConditions.all(List.of(service, source.counts()));
                    names.addAll(values(snapshot, context, source.field(), spans));
                }
                names.removeIf(String::isEmpty);
                return lower(names);
            });
        });
    }

    /// Keys of tags. What a tag was made into is left out.
    HttpResponse autocompleteKeys(ServiceRequestContext ctx) {
        TagRequest request = new TagRequest(TagScope.SPAN, EVERY, Long.MIN_VALUE, Long.MAX_VALUE, 0);
        return texts(
                ctx,
                (snapshot, context) -> engine.tagNames(snapshot, request, context).merged().stream()
                        .filter(name -> !name.startsWith(Names.HIDDEN))
                        .toList());
    }

    HttpResponse autocompleteValues(ServiceRequestContext ctx) {
        return checked(() -> {
            Field field = new AttributeRef(Scope.SPAN, required(ctx.queryParams(), "key"));
            return texts(ctx, (snapshot, context) -> values(snapshot, context, field, EVERY));
        });
    }

    HttpResponse traces(ServiceRequestContext ctx) {
        return checked(() -> {
            SearchRequest search = ZipkinSearch.of(ctx.queryParams(), settings, System.currentTimeMillis());
            return runner.run(ctx, settings.timeout(), (snapshot, context) -> {
                List<TraceId> ids = engine.search(snapshot, search, context).traces().stream()
                        .map(match -> match.traceId())
                        .toList();
                return lists(snapshot, ids, context);
            });
        });
    }

    HttpResponse trace(ServiceRequestContext ctx) {
        return checked(() -> {
            String asked = String.valueOf(ctx.pathParam("id"));
            TraceId id = id(asked);
            return runner.run(ctx, settings.traceByIdTimeout(), (snapshot, context) -> {
                byte[] trace = engine.trace(snapshot, id, context);
                return trace == null
                        ? PlainText.of(404, asked + " not found")
                        : LargeAnswer.json(trace.length, json -> write(trace, context, json));
            });
        });
    }

    HttpResponse traceMany(ServiceRequestContext ctx) {
        return checked(() -> {
            Set<TraceId> ids = new HashSet<>();
            List<TraceId> inOrder = new ArrayList<>();
            for (String asked : required(ctx.queryParams(), "traceIds").split(",", -1)) {
                TraceId id = id(asked);
                if (!ids.add(id)) {
                    throw new BadRequest("redundant traceId: " + asked);
                }
                inOrder.add(id);
            }
            return runner.run(
                    ctx, settings.traceByIdTimeout(), (snapshot, context) -> lists(snapshot, inOrder, context));
        });
    }

    HttpResponse dependencies(ServiceRequestContext ctx) {
        return checked(() -> {
            required(ctx.queryParams(), "endTs");
            long end = ZipkinSearch.required(ctx.queryParams(), "endTs", "0");
            long lookback = ZipkinSearch.required(ctx.queryParams(), "lookback", WEEK);
            if (end <= 0 || end >= Long.MAX_VALUE / MILLI || lookback <= 0) {
                throw new BadRequest(end <= 0 || end >= Long.MAX_VALUE / MILLI ? "endTs <= 0" : "lookback <= 0");
            }
            return runner.run(ctx, settings.timeout(), (snapshot, context) -> {
                List<ServiceEdge> calls =
                        edges.between(snapshot, Math.max(0, end - lookback) * MILLI, end * MILLI + MILLI - 1, context);
                List<DependencyLink> links =
                        calls.stream().map(ZipkinQueries::link).toList();
                return Answers.json(DependencyLinkBytesEncoder.JSON_V1.encodeList(links));
            });
        });
    }

    private static DependencyLink link(ServiceEdge edge) {
        return DependencyLink.newBuilder()
                .parent(edge.parent())
                .child(edge.child())
                .callCount(edge.calls())
                .errorCount(edge.errors())
                .build();
    }

    private HttpResponse lists(Snapshot snapshot, List<TraceId> ids, QueryContext context)
            throws IOException, MalformedOtlpException {
        List<byte[]> traces = engine.traces(snapshot, ids, context, "a smaller limit or a shorter lookback");
        long bytes = traces.stream().mapToLong(trace -> trace.length).sum();
        return LargeAnswer.json(bytes, json -> {
            json.write('[');
            for (int i = 0; i < traces.size(); i++) {
                json.write(i == 0 ? NOTHING : COMMA);
                write(traces.get(i), context, json);
            }
            json.write(']');
        });
    }

    /// A list of the spans of a trace.
    private static void write(byte[] trace, QueryContext context, OutputStream json)
            throws IOException, MalformedOtlpException {
        json.write('[');
        boolean[] any = {false};
        OtlpToZipkin.each(trace, context.memory(), span -> {
            json.write(any[0] ? COMMA : NOTHING);
            json.write(SpanBytesEncoder.JSON_V2.encode(span));
            any[0] = true;
        });
        json.write(']');
    }

    private List<String> values(Snapshot snapshot, QueryContext context, Field field, Expression filter) {
        return StoredValues.of(engine, snapshot, context, field, filter);
    }

    private static List<String> lower(Collection<String> names) {
        Set<String> lower = new TreeSet<>();
        names.forEach(name -> lower.add(name.toLowerCase(Locale.ROOT)));
        return List.copyOf(lower);
    }

    private static Expression service(QueryParams parameters) {
        return TagConditions.equalIgnoringCase(TagConditions.SERVICE, required(parameters, "serviceName"));
    }

    private static String required(QueryParams parameters, String name) {
        String value = parameters.get(name);
        if (value == null || value.isEmpty()) {
            throw new BadRequest("missing parameter: " + name);
        }
        return value;
    }

    private static TraceId id(String hex) {
        try {
            return TraceId.parse(hex);
        } catch (IllegalArgumentException e) {
            throw new BadRequest(hex + " should be lower-hex encoded with no prefix, 1 to 32 characters");
        }
    }

    private HttpResponse texts(ServiceRequestContext ctx, QueryRunner.Question<List<String>> question) {
        return runner.run(ctx, settings.timeout(), (snapshot, context) -> {
            List<String> texts = question.answer(snapshot, context);
            return Answers.json(Json.bytes(out -> write(out, texts)));
        });
    }

    private static void write(JsonGenerator out, List<String> texts) throws IOException {
        out.writeStartArray();
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    /// What makes an answer, unless the request is wrong.
    private interface Answering {
        HttpResponse answer();
    }

    private static HttpResponse checked(Answering answering) {
        try {
            return answering.answer();
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
    }
}

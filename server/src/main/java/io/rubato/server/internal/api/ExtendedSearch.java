package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.Explanation;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SearchOptions;
import io.rubato.query.SearchOptions.Cursor;
import io.rubato.query.SearchOptions.Order;
import io.rubato.query.SearchPage;
import io.rubato.query.SearchResult;
import io.rubato.query.TraceMatch;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.PlainText;
import io.rubato.storage.DamagedException;
import io.rubato.storage.model.TraceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// `/api/rubato/search`: what `/api/search` takes and answers, and more: `sort` (`start`, `duration` or `errors`),
/// `cursor` (from the answer before), `total=true` and `explain=true`; with `stream=true` the answer comes in lines.
/// Strict clients of Tempo do not see any of it.
final class ExtendedSearch implements HttpService {
    private final QueryRunner runner;
    private final QueryEngine engine;
    private final QuerySettings settings;

    ExtendedSearch(QueryRunner runner, QueryEngine engine, QuerySettings settings) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        Parameters parameters = new Parameters(ctx.queryParams());
        SearchParameters search;
        SearchOptions options;
        boolean explain;
        boolean stream;
        try {
            search = SearchParameters.of(parameters, runner.settings(ctx));
            options = new SearchOptions(order(parameters), cursor(parameters.text("cursor")), parameters.flag("total"));
            explain = parameters.flag("explain");
            stream = parameters.flag("stream");
            if (stream && (explain || !options.equals(SearchOptions.USUAL))) {
                throw new BadRequest("stream goes with none of sort, cursor, total and explain");
            }
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
        if (stream) {
            return stream(ctx, search);
        }
        return runner.run(ctx, settings.timeout(), (snapshot, context) -> {
            if (explain) {
                context.explain(new Explanation());
            }
            SearchPage page = engine.page(snapshot, search.request(), options, context);
            return Answers.json(bytes(page, search, context));
        });
    }

    private HttpResponse stream(ServiceRequestContext ctx, SearchParameters search) {
        SearchStream stream = new SearchStream();
        runner.ask(
                ctx,
                settings.timeout(),
                (snapshot, context) -> {
                    SearchResult rest = engine.search(snapshot, search.request(), stream, context);
                    return lastLine(stream, rest, search, context);
                },
                stream::end,
                stream::fail);
        return stream.response();
    }

    private static byte[] lastLine(
            SearchStream stream, SearchResult rest, SearchParameters search, QueryContext context) {
        return Json.bytes(out -> {
            out.writeStartObject();
            stream.traces(out, rest.traces());
            SearchJson.metrics(out, rest.metrics());
            TraceMatch last = stream.last();
            if (last != null && stream.sent() == search.request().limit()) {
                cursor(out, new Cursor(last.startNanos(), last.traceId()));
            }
            warnings(out, rest, context);
            out.writeEndObject();
        });
    }

    private static void cursor(JsonGenerator out, Cursor place) throws IOException {
        out.writeStringField("cursor", place.rank() + "-" + place.id().hex());
    }

    private static Order order(Parameters parameters) {
        String sort = parameters.text("sort");
        return switch (sort) {
            case null -> Order.NEWEST;
            case "start" -> Order.NEWEST;
            case "duration" -> Order.LONGEST;
            case "errors" -> Order.MOST_ERRORS;
            default -> throw new BadRequest("invalid sort: '" + sort + "' (expected: start, duration or errors)");
        };
    }

    private static @Nullable Cursor cursor(@Nullable String text) {
        if (text == null) {
            return null;
        }
        int dash = text.lastIndexOf('-');
        try {
            return new Cursor(
                    Long.parseLong(text.substring(0, Math.max(0, dash))), TraceId.parse(text.substring(dash + 1)));
        } catch (IllegalArgumentException e) {
            throw new BadRequest("invalid cursor: '" + text + "' (expected: the cursor of an answer)");
        }
    }

    private static byte[] bytes(SearchPage page, SearchParameters search, QueryContext context) {
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeArrayFieldStart("traces");
            for (TraceMatch trace : page.result().traces()) {
                SearchJson.trace(out, trace, !search.byTags());
            }
            out.writeEndArray();
            SearchJson.metrics(out, page.result().metrics());
            if (page.total() >= 0) {
                out.writeNumberField("total", page.total());
            }
            Cursor last = page.last();
            if (last != null
                    && page.result().traces().size() == search.request().limit()) {
                cursor(out, last);
            }
            warnings(out, page.result(), context);
            Explanation explanation = context.explanation();
            if (explanation != null) {
                explain(out, search, explanation);
            }
            out.writeEndObject();
        });
    }

    private static void warnings(JsonGenerator out, SearchResult result, QueryContext context) throws IOException {
        List<String> warnings = new ArrayList<>(result.warnings());
        for (DamagedException damage : context.damage()) {
            warnings.add(String.valueOf(damage.getMessage()));
        }
        out.writeStringField("status", context.damage().isEmpty() ? "COMPLETE" : "PARTIAL");
        if (!warnings.isEmpty()) {
            Json.textList(out, "warnings", warnings);
        }
    }

    private static void explain(JsonGenerator out, SearchParameters search, Explanation explanation)
            throws IOException {
        out.writeObjectFieldStart("explain");
        out.writeStringField("query", search.request().query().toString());
        out.writeArrayFieldStart("sources");
        for (Explanation.Source source : explanation.sources()) {
            out.writeStartObject();
            out.writeStringField("name", source.name());
            out.writeNumberField("morsels", source.morsels());
            out.writeNumberField("candidates", source.candidates());
            out.writeNumberField("bytes", source.bytes());
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeArrayFieldStart("operators");
        for (Explanation.Operator operator : explanation.operators()) {
            out.writeStartObject();
            out.writeStringField("name", operator.name());
            out.writeNumberField("morsels", operator.morsels());
            out.writeNumberField("rowsIn", operator.rowsIn());
            out.writeNumberField("rowsOut", operator.rowsOut());
            out.writeNumberField("bytesRead", operator.bytesRead());
            out.writeNumberField("micros", TimeUnit.NANOSECONDS.toMicros(operator.nanos()));
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}

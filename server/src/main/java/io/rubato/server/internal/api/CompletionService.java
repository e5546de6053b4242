package io.rubato.server.internal.api;

import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.TagNames;
import io.rubato.query.TagRequest;
import io.rubato.query.TagValue;
import io.rubato.query.TagValuesRequest;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.http.PlainText;
import io.rubato.storage.Snapshot;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Completion;
import io.rubato.traceql.Completion.Expected;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.Scope;
import io.rubato.traceql.Static;
import io.rubato.traceql.TraceQl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// `/api/rubato/complete`: what may stand at a place (`at`, in UTF-16 units, else the end) of a query that is being
/// typed
/// (`q`): words of the language, names of attributes, and the values that these have on spans which the rest of the
/// query may be about.
final class CompletionService implements HttpService {
    private static final int USUAL = 50;
    private static final int MOST_VALUES = 5_000;

    private final QueryRunner runner;
    private final QueryEngine engine;
    private final QuerySettings settings;

    CompletionService(QueryRunner runner, QueryEngine engine, QuerySettings settings) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        Parameters parameters = new Parameters(ctx.queryParams());
        try {
            String typed = parameters.text("q");
            String q = typed == null ? "" : typed;
            SearchParameters.checkLength(q, settings);
            long place = parameters.number("at", q.length());
            int at = Math.clamp(place, 0, q.length());
            int limit = parameters.count("limit");
            Parameters.Range range = parameters.range(Duration.ZERO);
            Completion completion = TraceQl.complete(q, at);
            return runner.run(
                    ctx,
                    settings.timeout(),
                    (snapshot, context) -> Answers.json(bytes(
                            completion,
                            candidates(completion, rest(q, completion), range, snapshot, context),
                            limit == 0 ? USUAL : limit)));
        } catch (BadRequest e) {
            return PlainText.of(400, e.text());
        }
    }

    /// What spans must meet, whatever is completed.
    private static Expression rest(String q, Completion place) {
        return TraceQl.lenientFilter(q.substring(0, place.from()) + " " + q.substring(place.to()));
    }

    private List<String> candidates(
            Completion place, Expression rest, Parameters.Range range, Snapshot snapshot, QueryContext context) {
        List<String> all = new ArrayList<>();
        Field field = place.field();
        if (place.expected() == Expected.VALUE && field != null) {
            TagValuesRequest values =
                    new TagValuesRequest(field, rest, range.startNanos(), range.endNanos(), MOST_VALUES);
            engine.tagValues(snapshot, values, context).values().forEach(value -> all.add(literal(value)));
        } else if (place.expected() == Expected.FIELD) {
            TagRequest names = new TagRequest(null, rest, range.startNanos(), range.endNanos(), MOST_VALUES);
            TagNames found = engine.tagNames(snapshot, names, context);
            found.scopes()
                    .forEach((scope, keys) -> keys.forEach(
                            key -> all.add(new AttributeRef(Scope.valueOf(scope.name()), key).toString())));
        }
        all.addAll(place.words());
        return all;
    }

    /// As people write it: text in double quotes where nothing in it needs an escape.
    private static String literal(TagValue value) {
        String text = value.value();
        if (!value.type().equals("string")) {
            return text;
        }
        boolean plain = text.chars().noneMatch(c -> c == '"' || c == '\\' || c < ' ');
        return plain ? '"' + text + '"' : new Static.Str(text).toString();
    }

    /// Those that begin with what has been typed come first.
    private static byte[] bytes(Completion place, List<String> candidates, int limit) {
        String typed = place.typed().toLowerCase(Locale.ROOT);
        List<String> begin = new ArrayList<>();
        List<String> contain = new ArrayList<>();
        for (String candidate : candidates.stream().distinct().toList()) {
            String text = candidate.toLowerCase(Locale.ROOT);
            if (text.startsWith(typed) || text.startsWith("\"" + typed)) {
                begin.add(candidate);
            } else if (text.contains(typed)) {
                contain.add(candidate);
            }
        }
        begin.addAll(contain);
        return Json.bytes(out -> {
            out.writeStartObject();
            out.writeNumberField("from", place.from());
            out.writeNumberField("to", place.to());
            out.writeStringField("expected", place.expected().name().toLowerCase(Locale.ROOT));
            Json.textList(out, "candidates", begin.subList(0, Math.min(limit, begin.size())));
            out.writeEndObject();
        });
    }
}

package io.rubato.server.internal.api;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.MetricsRequest;
import io.rubato.query.MetricsResult;
import io.rubato.query.QueryEngine;
import io.rubato.query.SearchResult;
import io.rubato.query.TagValues;
import io.rubato.query.TagValuesRequest;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.api.GrpcQuery.Work;
import io.rubato.server.internal.route.Route;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// tempopb.StreamingQuerier: the questions of the HTTP API over gRPC, with what is known so far while they are worked
/// on. Each trace is sent once, when it is final, for clients keep the first copy they get; series are sent whole each
/// time, for clients keep the last.
final class StreamingQuerier {
    private static final String SERVICE = "/tempopb.StreamingQuerier/";

    private final QueryRunner runner;
    private final QueryEngine engine;
    private final GrpcQuery query;

    StreamingQuerier(QueryRunner runner, QueryEngine engine, QuerySettings settings) {
        this.runner = runner;
        this.engine = engine;
        this.query = new GrpcQuery(runner, settings.timeout());
    }

    /// By path.
    Map<String, Route> methods() {
        Map<String, Route> methods = new LinkedHashMap<>();
        methods.put(SERVICE + "Search", query.method(this::search));
        methods.put(SERVICE + "SearchTags", query.method((_, message) -> tags(message, false)));
        methods.put(SERVICE + "SearchTagsV2", query.method((_, message) -> tags(message, true)));
        methods.put(SERVICE + "SearchTagValues", query.method((_, message) -> values(message)));
        methods.put(SERVICE + "SearchTagValuesV2", query.method((_, message) -> typedValues(message)));
        methods.put(SERVICE + "MetricsQueryRange", query.method((ctx, message) -> metrics(ctx, message, false)));
        methods.put(SERVICE + "MetricsQueryInstant", query.method((ctx, message) -> metrics(ctx, message, true)));
        return methods;
    }

    private Work search(ServiceRequestContext ctx, byte[] message) {
        SearchParameters asked = SearchParameters.of(new RequestMessage(message).search(), runner.settings(ctx));
        boolean spansets = !asked.byTags();
        return (snapshot, context, out) -> {
            Pace<SearchResult> pace =
                    new Pace<>(out, (result, jobs) -> SearchMessages.write(result, jobs, spansets, out::message));
            SearchResult rest = engine.search(snapshot, asked.request(), pace, context);
            SearchMessages.write(rest, pace.done(), spansets, out::message);
        };
    }

    private Work metrics(ServiceRequestContext ctx, byte[] message, boolean instant) {
        MetricsParameters parameters =
                new MetricsParameters(new RequestMessage(message).metrics(), runner.settings(ctx), Instant.now());
        MetricsRequest asked = instant ? parameters.instant() : parameters.range();
        return (snapshot, context, out) -> {
            Pace<MetricsResult> pace = new Pace<>(out, (result, jobs) -> {
                AnswerSize.check(result, context.limits().resultBytes());
                MetricsMessages.write(result, List.of(), jobs, instant, out::message);
            });
            MetricsResult result = engine.metrics(snapshot, asked, pace, context);
            AnswerSize.check(result, context.limits().resultBytes());
            MetricsMessages.write(result, context.damage(), pace.done(), instant, out::message);
        };
    }

    private Work tags(byte[] message, boolean byScope) {
        TagNamesService.Asked asked = TagNamesService.Asked.of(new RequestMessage(message).tags());
        return (snapshot, context, out) -> {
            TagNamesService.Found found = asked.answer(engine, snapshot, context);
            if (byScope) {
                TagMessages.scopes(found, out::message);
            } else {
                TagMessages.list(found.merged(), found.bytes(), out::message);
            }
        };
    }

    private Work values(byte[] message) {
        RequestMessage request = new RequestMessage(message);
        List<String> fixed = TagValuesService.fixed(request.tag());
        TagValuesRequest asked = TagValuesService.asked(request.tagValues(), TagValuesService.bare(request.tag()));
        return (snapshot, context, out) -> {
            if (fixed.isEmpty()) {
                TagValues found = engine.tagValues(snapshot, asked, context);
                TagMessages.list(TagValuesService.texts(found), found.inspectedBytes(), out::message);
            } else {
                TagMessages.list(fixed, 0, out::message);
            }
        };
    }

    private Work typedValues(byte[] message) {
        RequestMessage request = new RequestMessage(message);
        TagValuesRequest asked = TagValuesService.asked(request.tagValues(), TagValuesService.field(request.tag()));
        return (snapshot, context, out) -> TagMessages.values(engine.tagValues(snapshot, asked, context), out::message);
    }
}

package io.rubato.server.internal.api;

import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.query.MetricsRequest;
import io.rubato.query.MetricsResult;
import io.rubato.query.QueryContext;
import io.rubato.query.QueryEngine;
import io.rubato.query.SearchResult;
import io.rubato.query.TagValues;
import io.rubato.query.TagValuesRequest;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.internal.route.Route;
import io.rubato.storage.Snapshot;
import java.time.Duration;
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
    private final QuerySettings settings;

    StreamingQuerier(QueryRunner runner, QueryEngine engine, QuerySettings settings) {
        this.runner = runner;
        this.engine = engine;
        this.settings = settings;
    }

    /// By path.
    Map<String, Route> methods() {
        Map<String, Route> methods = new LinkedHashMap<>();
        methods.put(SERVICE + "Search", method(this::search));
        methods.put(SERVICE + "SearchTags", method((ctx, message, out) -> tags(ctx, message, out, false)));
        methods.put(SERVICE + "SearchTagsV2", method((ctx, message, out) -> tags(ctx, message, out, true)));
        methods.put(SERVICE + "SearchTagValues", method(this::values));
        methods.put(SERVICE + "SearchTagValuesV2", method(this::typedValues));
        methods.put(SERVICE + "MetricsQueryRange", method((ctx, message, out) -> metrics(ctx, message, out, false)));
        methods.put(SERVICE + "MetricsQueryInstant", method((ctx, message, out) -> metrics(ctx, message, out, true)));
        return methods;
    }

    private static Route method(GrpcService.Method method) {
        return Route.query(new GrpcService(method));
    }

    /// Sends messages and then returns.
    private interface Work {
        void run(Snapshot snapshot, QueryContext context) throws Exception;
    }

    private void run(ServiceRequestContext ctx, GrpcStream out, Work work) {
        Duration asked = GrpcTimeout.of(ctx.request().headers().get("grpc-timeout", ""), settings.timeout());
        runner.ask(
                ctx,
                asked,
                (snapshot, context) -> {
                    work.run(snapshot, context);
                    return out;
                },
                GrpcStream::end,
                out::fail);
    }

    private void search(ServiceRequestContext ctx, byte[] message, GrpcStream out) {
        SearchParameters asked = SearchParameters.of(new RequestMessage(message).search(), runner.settings(ctx));
        boolean spansets = !asked.byTags();
        run(ctx, out, (snapshot, context) -> {
            Pace<SearchResult> pace =
                    new Pace<>(out, (result, jobs) -> SearchMessages.write(result, jobs, spansets, out::message));
            SearchResult rest = engine.search(snapshot, asked.request(), pace, context);
            SearchMessages.write(rest, pace.done(), spansets, out::message);
        });
    }

    private void metrics(ServiceRequestContext ctx, byte[] message, GrpcStream out, boolean instant) {
        MetricsParameters parameters =
                new MetricsParameters(new RequestMessage(message).metrics(), runner.settings(ctx), Instant.now());
        MetricsRequest asked = instant ? parameters.instant() : parameters.range();
        run(ctx, out, (snapshot, context) -> {
            Pace<MetricsResult> pace = new Pace<>(out, (result, jobs) -> {
                AnswerSize.check(result, context.limits().resultBytes());
                MetricsMessages.write(result, List.of(), jobs, instant, out::message);
            });
            MetricsResult result = engine.metrics(snapshot, asked, pace, context);
            AnswerSize.check(result, context.limits().resultBytes());
            MetricsMessages.write(result, context.damage(), pace.done(), instant, out::message);
        });
    }

    private void tags(ServiceRequestContext ctx, byte[] message, GrpcStream out, boolean byScope) {
        TagNamesService.Asked asked = TagNamesService.Asked.of(new RequestMessage(message).tags());
        run(ctx, out, (snapshot, context) -> {
            TagNamesService.Found found = asked.answer(engine, snapshot, context);
            if (byScope) {
                TagMessages.scopes(found, out::message);
            } else {
                TagMessages.list(found.merged(), found.bytes(), out::message);
            }
        });
    }

    private void values(ServiceRequestContext ctx, byte[] message, GrpcStream out) {
        RequestMessage request = new RequestMessage(message);
        List<String> fixed = TagValuesService.fixed(request.tag());
        TagValuesRequest asked = TagValuesService.asked(request.tagValues(), TagValuesService.bare(request.tag()));
        run(ctx, out, (snapshot, context) -> {
            if (fixed.isEmpty()) {
                TagValues found = engine.tagValues(snapshot, asked, context);
                TagMessages.list(TagValuesService.texts(found), found.inspectedBytes(), out::message);
            } else {
                TagMessages.list(fixed, 0, out::message);
            }
        });
    }

    private void typedValues(ServiceRequestContext ctx, byte[] message, GrpcStream out) {
        RequestMessage request = new RequestMessage(message);
        TagValuesRequest asked = TagValuesService.asked(request.tagValues(), TagValuesService.field(request.tag()));
        run(
                ctx,
                out,
                (snapshot, context) -> TagMessages.values(engine.tagValues(snapshot, asked, context), out::message));
    }
}

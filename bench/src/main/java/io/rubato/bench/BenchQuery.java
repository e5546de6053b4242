package io.rubato.bench;

import io.rubato.bench.QueryApi.Answer;
import io.rubato.generator.TraceSample;
import java.io.IOException;
import java.util.List;

/// One of the measured queries.
///
/// @param name as the table shows it
/// @param target CPU that it may cost, in milliseconds
/// @param asks runs it for the n-th time
/// @param expected how many things it must find
record BenchQuery(String name, double target, Asks asks, Expected expected) {
    private static final int LIMIT = 20;

    /// How many things an answer must find.
    enum Expected {
        NOTHING,
        ONE,
        SOME,
        /// As many as were asked for.
        NEWEST;

        boolean holds(int found) {
            return switch (this) {
                case NOTHING -> found == 0;
                case ONE -> found == 1;
                case SOME -> found > 0;
                case NEWEST -> found == LIMIT;
            };
        }
    }

    /// Runs a query.
    interface Asks {
        Answer ask(int repetition) throws IOException, InterruptedException;
    }

    /// All queries against a server that was loaded with the traces of `samples`. Look-ups take another
    /// trace each time.
    static List<BenchQuery> all(QueryApi api, List<TraceSample> samples) {
        List<TraceSample> users =
                samples.stream().filter(sample -> !sample.requestId().isEmpty()).toList();
        if (users.isEmpty()) {
            throw new IllegalArgumentException("no trace with an x_request_id among " + samples.size() + " samples");
        }
        long from = samples.stream().mapToLong(TraceSample::startNanos).min().orElseThrow() / 1_000_000_000 - 60;
        long to = samples.stream().mapToLong(TraceSample::endNanos).max().orElseThrow() / 1_000_000_000 + 60;
        Search search = (traceQl, limit) -> api.search(traceQl, limit, from, to);
        return List.of(
                new BenchQuery("trace by id", 5, n -> whole(api, pick(users, n)), Expected.SOME),
                new BenchQuery("trace by id, missing", 1, n -> api.trace(missing(n)), Expected.NOTHING),
                newest("{ resource.service.name = \"cart\" }", search),
                newest("{ status = error }", search),
                newest("{ span.http.response.status_code = 500 }", search),
                newest("{ name = \"GET /product/{id}\" && duration > 20ms }", search),
                new BenchQuery(
                        "needle { span.x_request_id = \"…\" }",
                        5,
                        n -> search.run(
                                "{ span.x_request_id = \"" + pick(users, n).requestId() + "\" }", LIMIT),
                        Expected.ONE),
                new BenchQuery(
                        "needle { span.user.id = \"…\" }",
                        5,
                        n -> search.run("{ span.user.id = \"" + pick(users, n).userId() + "\" }", LIMIT),
                        Expected.SOME),
                new BenchQuery(
                        "needle { span.x_request_id = \"…\" }, missing",
                        5,
                        n -> search.run("{ span.x_request_id = \"" + missing(n) + "\" }", LIMIT),
                        Expected.NOTHING),
                nothing("{ span.busy_ns < 0 }", 60, search),
                nothing("{ span.url.path =~ \"/nowhere/[a-z]+/.*\" }", 60, search),
                nothing("{ kind = server } >> { status = error } | count() > 100000", 60, search),
                nothing("{} | count() > 100000", 50, search),
                nothing("{} | avg(duration) > 1h", 50, search),
                new BenchQuery("tag names", 5, n -> api.tagNames(from, to), Expected.SOME),
                values("resource.service.name", 5, api, from, to),
                values("span.http.route", 5, api, from, to),
                values("span.user.id", 60, api, from, to),
                series("{} | rate() by(resource.service.name)", 25, api, from, to),
                series(
                        "{} | quantile_over_time(duration, 0.5, 0.9, 0.99) by(resource.service.name)",
                        60,
                        api,
                        from,
                        to),
                series("{ status = error } | count_over_time() by(name)", 35, api, from, to),
                series("{} | histogram_over_time(duration)", 30, api, from, to),
                series("{} | compare({ status = error })", 150, api, from, to),
                new BenchQuery("graph of services", 150, n -> api.graph(from, to), Expected.SOME));
    }

    private interface Search {
        Answer run(String traceQl, int limit) throws IOException, InterruptedException;
    }

    private static BenchQuery newest(String traceQl, Search search) {
        return new BenchQuery("newest 20 " + traceQl, 10, n -> search.run(traceQl, LIMIT), Expected.NEWEST);
    }

    private static BenchQuery nothing(String traceQl, double target, Search search) {
        return new BenchQuery("matches nothing " + traceQl, target, n -> search.run(traceQl, LIMIT), Expected.NOTHING);
    }

    private static BenchQuery values(String tag, double target, QueryApi api, long from, long to) {
        return new BenchQuery("tag values " + tag, target, n -> api.tagValues(tag, from, to), Expected.SOME);
    }

    private static BenchQuery series(String traceQl, double target, QueryApi api, long from, long to) {
        return new BenchQuery("series " + traceQl, target, n -> api.series(traceQl, from, to), Expected.SOME);
    }

    private static Answer whole(QueryApi api, TraceSample sample) throws IOException, InterruptedException {
        Answer answer = api.trace(sample.traceId());
        if (answer.found() != sample.spans()) {
            String text =
                    "trace " + sample.traceId() + " came with " + answer.found() + " spans: expected " + sample.spans();
            return new Answer(answer.status(), 0, text);
        }
        return answer;
    }

    private static TraceSample pick(List<TraceSample> samples, int n) {
        // A stride that shares no factor with usual sizes visits all parts of the data.
        return samples.get((int) (n * 7_919L % samples.size()));
    }

    private static String missing(int n) {
        return Table.number("%032x", 0x5EED_0000_0000L + n);
    }
}

package io.rubato.server.internal.api;

import io.rubato.query.MetricsResult;
import io.rubato.query.MetricsSeries;
import io.rubato.query.QueryException;
import io.rubato.query.QueryException.Reason;

/// How large an answer will be, before it is written.
final class AnswerSize {
    private static final int PER_SERIES = 100;
    private static final int PER_SAMPLE = 45;
    private static final int PER_EXEMPLAR = 200;

    private AnswerSize() {}

    /// @param most bytes of JSON
    /// @throws QueryException for more, roughly
    static void check(MetricsResult result, long most) {
        long bytes = 0;
        for (MetricsSeries series : result.series()) {
            bytes += PER_SERIES * (1L + series.labels().size())
                    + PER_SAMPLE * (long) series.samples().size()
                    + PER_EXEMPLAR * (long) series.exemplars().size();
        }
        if (bytes > most) {
            throw new QueryException(
                    Reason.TOO_LARGE,
                    "the answer is larger than " + most
                            + " bytes (expected: fewer groups, a longer step or a shorter range)");
        }
    }
}

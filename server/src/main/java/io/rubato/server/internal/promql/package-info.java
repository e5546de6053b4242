/// PromQL over series that a [io.rubato.server.internal.promql.SeriesSource] counts: parser, evaluation, printer. It
/// knows nothing of spans.
@NullMarked
package io.rubato.server.internal.promql;

import org.jspecify.annotations.NullMarked;

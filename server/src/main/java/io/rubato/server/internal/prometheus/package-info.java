/// Prometheus' HTTP API for the families of Tempo's service graph and span metrics, and no others. Answers are counted
/// from stored spans. Running counters of the same families for scrapers and remote write.
@NullMarked
package io.rubato.server.internal.prometheus;

import org.jspecify.annotations.NullMarked;

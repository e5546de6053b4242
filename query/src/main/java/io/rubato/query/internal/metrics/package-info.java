/// Metrics: spans turned into series of numbers over time. Each batch adds to the cells of its series; what several
/// threads, sources or machines have found merges by the values of labels.
@NullMarked
package io.rubato.query.internal.metrics;

import org.jspecify.annotations.NullMarked;

/// Prometheus' HTTP API for the families of Tempo's service graph and span metrics, and no others: enough for what
/// Grafana asks to draw its service graph. Answers are counted from stored spans.
@NullMarked
package io.rubato.server.internal.prometheus;

import org.jspecify.annotations.NullMarked;

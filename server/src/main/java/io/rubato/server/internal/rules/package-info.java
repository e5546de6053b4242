/// Rules: TraceQL metrics queries that are evaluated at an interval, whose numbers are recorded as series on `/metrics`
/// or raise alerts that Alertmanagers are told of.
@NullMarked
package io.rubato.server.internal.rules;

import org.jspecify.annotations.NullMarked;

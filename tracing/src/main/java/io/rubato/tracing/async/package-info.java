/// Carries the context of a request into work that runs elsewhere or later: on executors, in futures, on a schedule, on
/// virtual threads, and through queues.
@NullMarked
package io.rubato.tracing.async;

import org.jspecify.annotations.NullMarked;

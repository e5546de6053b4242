/// What tracing costs beside the plain OpenTelemetry SDK.
@NullMarked
package io.rubato.tracing.bench;

import org.jspecify.annotations.NullMarked;

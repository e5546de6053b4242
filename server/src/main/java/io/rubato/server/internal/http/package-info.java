/// HTTP as every port speaks it: listeners, bodies with limits, plain-text errors.
@NullMarked
package io.rubato.server.internal.http;

import org.jspecify.annotations.NullMarked;

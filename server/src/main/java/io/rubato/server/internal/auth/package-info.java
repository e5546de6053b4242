/// Asks who a request is from, and whether they may.
@NullMarked
package io.rubato.server.internal.auth;

import org.jspecify.annotations.NullMarked;

/// How the process logs.
@NullMarked
package io.rubato.server.internal.log;

import org.jspecify.annotations.NullMarked;

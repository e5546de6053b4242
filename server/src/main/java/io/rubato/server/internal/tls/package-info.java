/// TLS on the server's ports, with files that may change while it runs.
@NullMarked
package io.rubato.server.internal.tls;

import org.jspecify.annotations.NullMarked;

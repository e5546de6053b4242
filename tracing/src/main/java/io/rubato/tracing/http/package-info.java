/// Traces HTTP: servers by a filter for the JDK's server or for servlets, clients by a wrapper of `java.net.http`.
@NullMarked
package io.rubato.tracing.http;

import org.jspecify.annotations.NullMarked;

/// How the processes talk. A request goes out over the request plane (TCP, HTTP or NATS), is acknowledged or refused at
/// once, and its results come home over a TCP connection that the worker opens to whoever asked: the response plane.
@NullMarked
package io.rubato.examples.serving.plane;

import org.jspecify.annotations.NullMarked;

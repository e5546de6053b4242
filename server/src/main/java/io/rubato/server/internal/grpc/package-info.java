/// gRPC's server side, for unary calls whose messages are passed on as bytes, straight on Netty's HTTP/2.
@NullMarked
package io.rubato.server.internal.grpc;

import org.jspecify.annotations.NullMarked;

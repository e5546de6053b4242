/// Traced requests over a framed TCP protocol, the one that Dynamo's request plane speaks. All integers are big-endian:
///
/// ```
/// request  u16 length, path (UTF-8, 1 to 1024 bytes)
///          u16 length, headers (a JSON object of strings; may be empty)
///          u32 length, payload
/// answer   u32 length, bytes: none if the request was taken, else the error as UTF-8
/// ```
///
/// Requests of one connection may follow each other without waiting; answers come in their order.
@NullMarked
package io.rubato.tracing.tcp;

import org.jspecify.annotations.NullMarked;

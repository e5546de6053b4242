/// The configuration of the process: one tree of records, [ServerConfig] at its root.
///
/// Every part has a `DEFAULT`. Where a key has the name, unit or default of Grafana Tempo, it means what it means
/// there.
@NullMarked
package io.rubato.server.config;

import org.jspecify.annotations.NullMarked;

/// Reading the configuration file: ours and that of Grafana Tempo, which is accepted as it is.
@NullMarked
package io.rubato.server.internal.config;

import org.jspecify.annotations.NullMarked;

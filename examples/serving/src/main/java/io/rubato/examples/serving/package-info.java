/// Disaggregated LLM serving: a frontend, a prefill worker and a decode worker, traced over TCP, NATS or HTTP.
@NullMarked
package io.rubato.examples.serving;

import org.jspecify.annotations.NullMarked;

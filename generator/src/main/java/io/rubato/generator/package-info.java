/// Realistic, seeded OTLP traces: a web shop and LLM serving.
@NullMarked
package io.rubato.generator;

import org.jspecify.annotations.NullMarked;

package io.rubato.generator.internal;

/// What a service is written in, and with it the names of its instrumentation scopes.
enum Language {
    JAVA(
            "1.58.0",
            "OpenJDK Runtime Environment 21.0.8",
            "2.24.0-alpha",
            "io.opentelemetry.tomcat-10.0",
            "io.opentelemetry.java-http-client",
            "io.opentelemetry.jdbc",
            "io.opentelemetry.lettuce-5.1",
            "io.opentelemetry.kafka-clients-2.6",
            "io.opentelemetry.spring-webmvc-6.0"),
    NODE(
            "2.5.0",
            "Node.js 22.20.0",
            "0.210.0",
            "@opentelemetry/instrumentation-http",
            "@opentelemetry/instrumentation-undici",
            "@opentelemetry/instrumentation-pg",
            "@opentelemetry/instrumentation-ioredis",
            "@opentelemetry/instrumentation-kafkajs",
            "@opentelemetry/instrumentation-express"),
    GO(
            "1.40.0",
            "go1.25.3",
            "0.65.0",
            "go.opentelemetry.io/contrib/instrumentation/net/http/otelhttp",
            "go.opentelemetry.io/contrib/instrumentation/net/http/httptrace/otelhttptrace",
            "github.com/exaring/otelpgx",
            "github.com/redis/go-redis/extra/redisotel",
            "github.com/twmb/franz-go/plugin/kotel",
            "github.com/rubato/shop"),
    PYTHON(
            "1.39.1",
            "CPython 3.13.7",
            "0.60b1",
            "opentelemetry.instrumentation.fastapi",
            "opentelemetry.instrumentation.httpx",
            "opentelemetry.instrumentation.psycopg",
            "opentelemetry.instrumentation.redis",
            "opentelemetry.instrumentation.confluent_kafka",
            "vllm.llm_engine"),
    RUST(
            "0.31.0",
            "rustc 1.91.0",
            "0.32.0",
            "opentelemetry-instrumentation-axum",
            "opentelemetry-instrumentation-reqwest",
            "opentelemetry-instrumentation-sqlx",
            "opentelemetry-instrumentation-redis",
            "opentelemetry-instrumentation-rdkafka",
            "tracing-opentelemetry");

    final String sdkVersion;
    final String runtime;
    final String scopeVersion;
    final String server;
    final String client;
    final String database;
    final String cache;
    final String messaging;
    final String framework;

    Language(
            String sdkVersion,
            String runtime,
            String scopeVersion,
            String server,
            String client,
            String database,
            String cache,
            String messaging,
            String framework) {
        this.sdkVersion = sdkVersion;
        this.runtime = runtime;
        this.scopeVersion = scopeVersion;
        this.server = server;
        this.client = client;
        this.database = database;
        this.cache = cache;
        this.messaging = messaging;
        this.framework = framework;
    }

    /// The value of `telemetry.sdk.language`.
    String sdkName() {
        return switch (this) {
            case JAVA -> "java";
            case NODE -> "nodejs";
            case GO -> "go";
            case PYTHON -> "python";
            case RUST -> "rust";
        };
    }
}

package io.rubato.generator.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The words that flows are laid out with: services, and the spans that usual instrumentation writes
/// for them.
final class Layout {
    final List<Service> services = new ArrayList<>();
    final List<Operation> operations = new ArrayList<>();

    Service service(String name, String namespace, String version, Language language) {
        Service service = new Service(services.size(), name, namespace, version, language);
        services.add(service);
        return service;
    }

    /// The service of this name.
    Service service(String name) {
        return services.stream()
                .filter(service -> service.name.equals(name))
                .findFirst()
                .orElseThrow();
    }

    Operation operation(Service service, String scope, Kind kind, String name, long selfMicros) {
        Operation operation = new Operation(operations.size(), service, scope, kind, name, selfMicros);
        operations.add(operation);
        return operation;
    }

    /// A span of the service's own code.
    Operation internal(Service service, String name, long selfMicros) {
        return operation(service, service.name, Kind.INTERNAL, name, selfMicros)
                .with(
                        Fields.text("code.function.name", name),
                        Fields.text(
                                "code.file.path",
                                "src/" + name.replace(' ', '_').toLowerCase(Locale.ROOT)),
                        Fields.integer("code.line.number", 10 + name.length() * 7L),
                        Fields.threadId());
    }

    /// A span of the service's web framework around the handler of a route.
    Operation handler(Service service, String name, long selfMicros) {
        return operation(service, service.language.framework, Kind.INTERNAL, name, selfMicros)
                .with(
                        Fields.text("code.function.name", name),
                        Fields.text("code.namespace", service.name + ".web"),
                        Fields.threadId(),
                        Fields.threadName("worker-"),
                        Fields.requestId());
    }

    Endpoint endpoint(Service service, String method, String route, String path, long selfMicros) {
        Operation server = operation(service, service.language.server, Kind.SERVER, method + " " + route, selfMicros)
                .http()
                .with(
                        Fields.text("http.request.method", method),
                        Fields.text("http.route", route),
                        Fields.text("url.path", path),
                        Fields.text("url.scheme", "http"),
                        Fields.text("server.address", service.name + "." + service.namespace + ".svc.cluster.local"),
                        Fields.httpStatus(),
                        Fields.peerAddress(),
                        Fields.peerPort(),
                        Fields.threadId());
        return new Endpoint(server, method, path);
    }

    /// A call from `service` to an endpoint: the client's span with the server's below it.
    Operation call(Service service, Endpoint endpoint) {
        Service callee = endpoint.server().service;
        return operation(service, service.language.client, Kind.CLIENT, endpoint.method(), 300)
                .http()
                .with(
                        Fields.text("http.request.method", endpoint.method()),
                        Fields.text("url.full", "http://" + callee.name + ":8080" + endpoint.path()),
                        Fields.text("server.address", callee.name),
                        Fields.integer("server.port", 8080),
                        Fields.text("network.protocol.version", "1.1"),
                        Fields.httpStatus(),
                        Fields.threadId())
                .then(endpoint.server());
    }

    /// A call to somebody else's service, which sends no spans.
    Operation external(Service service, String method, String host, String path, long selfMicros) {
        return operation(service, service.language.client, Kind.CLIENT, method, selfMicros)
                .http()
                .with(
                        Fields.text("http.request.method", method),
                        Fields.text("url.full", "https://" + host + path),
                        Fields.text("server.address", host),
                        Fields.integer("server.port", 443),
                        Fields.httpStatus(),
                        Fields.number("http.request.resend_count", 0, 3),
                        Fields.threadId(),
                        Fields.flag("tls.resumed", 0.8));
    }

    Operation sql(Service service, String table, String statement, long selfMicros) {
        String verb = statement.substring(0, statement.indexOf(' '));
        return operation(service, service.language.database, Kind.CLIENT, verb + " " + table, selfMicros)
                .with(
                        Fields.text("db.system", "postgresql"),
                        Fields.text("db.name", "shop"),
                        Fields.text("db.statement", statement),
                        Fields.text("db.operation", verb),
                        Fields.text("db.sql.table", table),
                        Fields.text("server.address", "pg-" + service.index % 4 + ".shop.svc"),
                        Fields.integer("server.port", 5432),
                        Fields.threadId(),
                        Fields.number("db.response.returned_rows", 0, 60));
    }

    Operation redis(Service service, String command, String key, long selfMicros) {
        return operation(service, service.language.cache, Kind.CLIENT, command, selfMicros)
                .with(
                        Fields.text("db.system", "redis"),
                        Fields.text("db.operation", command),
                        Fields.text("db.statement", command + " " + key),
                        Fields.text("server.address", "redis-" + service.index % 3),
                        Fields.integer("server.port", 6379),
                        Fields.integer("db.redis.database_index", service.index % 3),
                        Fields.threadId(),
                        Fields.flag("cache.hit", 0.85));
    }

    /// Sends a message; a consumer's spans may link to it.
    Operation produce(Service service, String topic) {
        return operation(service, service.language.messaging, Kind.PRODUCER, topic + " publish", 900)
                .marks()
                .with(
                        Fields.text("messaging.system", "kafka"),
                        Fields.text("messaging.destination.name", topic),
                        Fields.text("messaging.operation.type", "publish"),
                        Fields.text("messaging.kafka.message.key", "${order}"),
                        Fields.number("messaging.kafka.offset", 1_000, 2_000_000),
                        Fields.number("messaging.destination.partition.id", 0, 12),
                        Fields.threadId());
    }

    /// Takes a message: child of the producer's span, and linked to it.
    Operation consume(Service service, String topic, long selfMicros) {
        return operation(service, service.language.messaging, Kind.CONSUMER, topic + " process", selfMicros)
                .links(Operation.Link.MARKED)
                .with(
                        Fields.text("messaging.system", "kafka"),
                        Fields.text("messaging.destination.name", topic),
                        Fields.text("messaging.operation.type", "process"),
                        Fields.text("messaging.consumer.group.name", service.name),
                        Fields.number("messaging.destination.partition.id", 0, 12),
                        Fields.number("messaging.message.body.size", 180, 4_000),
                        Fields.requestId(),
                        Fields.threadId());
    }
}

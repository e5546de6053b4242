package io.rubato.tracing.internal.channel;

import static io.opentelemetry.api.common.AttributeKey.booleanKey;
import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.rubato.tracing.context.RequestIds;

/// Attribute keys: the stable names of the OpenTelemetry semantic conventions, and beside them those of Dynamo.
public final class Keys {
    public static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
    public static final AttributeKey<String> REQUEST_ID = stringKey(RequestIds.REQUEST_ID_FIELD);
    public static final AttributeKey<String> DYNAMO_REQUEST_ID = stringKey(RequestIds.DYNAMO_REQUEST_ID_FIELD);

    /// From the start of the span to the first byte of the answer's body.
    public static final AttributeKey<Long> TIME_TO_FIRST_BYTE = longKey("time_to_first_byte_ns");

    public static final AttributeKey<String> HTTP_METHOD = stringKey("http.request.method");
    public static final AttributeKey<String> HTTP_METHOD_ORIGINAL = stringKey("http.request.method_original");
    public static final AttributeKey<Long> HTTP_STATUS = longKey("http.response.status_code");
    public static final AttributeKey<Long> HTTP_RESPONSE_SIZE = longKey("http.response.body.size");
    public static final AttributeKey<String> HTTP_ROUTE = stringKey("http.route");
    public static final AttributeKey<String> URL_FULL = stringKey("url.full");
    public static final AttributeKey<String> URL_PATH = stringKey("url.path");
    public static final AttributeKey<String> URL_QUERY = stringKey("url.query");
    public static final AttributeKey<String> URL_SCHEME = stringKey("url.scheme");
    public static final AttributeKey<String> USER_AGENT = stringKey("user_agent.original");
    public static final AttributeKey<String> SERVER_ADDRESS = stringKey("server.address");
    public static final AttributeKey<Long> SERVER_PORT = longKey("server.port");
    public static final AttributeKey<String> CLIENT_ADDRESS = stringKey("client.address");
    public static final AttributeKey<String> PEER_ADDRESS = stringKey("network.peer.address");
    public static final AttributeKey<Long> PEER_PORT = longKey("network.peer.port");
    public static final AttributeKey<String> PROTOCOL_NAME = stringKey("network.protocol.name");
    public static final AttributeKey<String> PROTOCOL_VERSION = stringKey("network.protocol.version");
    public static final AttributeKey<String> TRANSPORT = stringKey("network.transport");

    public static final AttributeKey<String> MESSAGING_SYSTEM = stringKey("messaging.system");
    public static final AttributeKey<String> MESSAGING_OPERATION = stringKey("messaging.operation.name");
    public static final AttributeKey<String> MESSAGING_OPERATION_TYPE = stringKey("messaging.operation.type");
    public static final AttributeKey<String> MESSAGING_DESTINATION = stringKey("messaging.destination.name");
    public static final AttributeKey<Boolean> MESSAGING_TEMPORARY = booleanKey("messaging.destination.temporary");
    public static final AttributeKey<String> MESSAGING_GROUP = stringKey("messaging.consumer.group.name");
    public static final AttributeKey<Long> MESSAGING_BODY_SIZE = longKey("messaging.message.body.size");
    public static final AttributeKey<String> MESSAGING_ID = stringKey("messaging.message.id");

    public static final AttributeKey<String> METHOD = stringKey("method");
    public static final AttributeKey<String> URI = stringKey("uri");
    public static final AttributeKey<String> VERSION = stringKey("version");
    public static final AttributeKey<String> NAMESPACE = stringKey("namespace");
    public static final AttributeKey<String> COMPONENT = stringKey("component");
    public static final AttributeKey<String> ENDPOINT = stringKey("endpoint");
    public static final AttributeKey<String> INSTANCE_ID = stringKey("instance_id");

    private Keys() {}
}

package io.rubato.tracing.nats;

import io.nats.client.Connection;
import io.nats.client.Message;
import io.nats.client.Subscription;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.NatsJetStreamMetaData;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.context.Context;
import io.rubato.tracing.async.Relation;
import io.rubato.tracing.context.WorkerIdentity;
import io.rubato.tracing.internal.channel.Channel;
import io.rubato.tracing.internal.channel.Keys;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// Names and attributes of NATS spans, by the messaging conventions. Subjects are no part of names: they may hold the
/// numbers of instances.
final class SpanNaming {
    private static final int DEFAULT_PORT = 4222;

    private final Channel channel;
    private final @Nullable WorkerIdentity identity;

    SpanNaming(Channel channel, @Nullable WorkerIdentity identity) {
        this.channel = channel;
        this.identity = identity;
    }

    Span publish(Connection connection, Message message, Context parent) {
        return sent(channel.span("publish", SpanKind.PRODUCER, parent), "publish", connection, message);
    }

    Span request(Connection connection, Message message, Context parent) {
        SpanBuilder builder = channel.span("client_request", SpanKind.CLIENT, parent)
                .setAttribute(Keys.ENDPOINT, endpoint(message.getSubject()));
        return sent(builder, "request", connection, message);
    }

    private static Span sent(SpanBuilder builder, String operation, Connection connection, Message message) {
        describe(builder, operation, "send", message);
        server(builder, connection);
        return builder.startSpan();
    }

    void stored(Span span, PublishAck ack) {
        span.setAttribute("messaging.nats.stream", ack.getStream());
        span.setAttribute(Keys.MESSAGING_ID, Long.toString(ack.getSeqno()));
    }

    Channel.Start handle(Message message, Context sender, Relation relation) {
        boolean request = message.getReplyTo() != null && !message.isJetStream();
        Channel.Start start = request
                ? channel.span("handle_payload", SpanKind.SERVER, sender, relation)
                : channel.span("process", SpanKind.CONSUMER, sender, relation);
        SpanBuilder builder = start.builder();
        describe(builder, "process", "process", message);
        builder.setAttribute(Keys.ENDPOINT, endpoint(message.getSubject()));
        if (identity != null) {
            builder.setAttribute(Keys.NAMESPACE, identity.namespace())
                    .setAttribute(Keys.COMPONENT, identity.component())
                    .setAttribute(Keys.INSTANCE_ID, identity.instanceId());
        }
        if (message.isJetStream()) {
            delivered(builder, message.metaData());
        }
        Subscription subscription = message.getSubscription();
        if (subscription != null && subscription.getQueueName() != null) {
            builder.setAttribute(Keys.MESSAGING_GROUP, subscription.getQueueName());
        }
        if (message.getConnection() != null) {
            server(builder, message.getConnection());
        }
        return start;
    }

    private static void delivered(SpanBuilder builder, NatsJetStreamMetaData delivery) {
        builder.setAttribute("messaging.nats.stream", delivery.getStream())
                .setAttribute(Keys.MESSAGING_GROUP, delivery.getConsumer())
                .setAttribute(Keys.MESSAGING_ID, Long.toString(delivery.streamSequence()))
                .setAttribute("messaging.nats.delivered_count", delivery.deliveredCount());
    }

    private static void describe(SpanBuilder builder, String operation, String type, Message message) {
        String subject = message.getSubject();
        builder.setAttribute(Keys.MESSAGING_SYSTEM, "nats")
                .setAttribute(Keys.MESSAGING_OPERATION, operation)
                .setAttribute(Keys.MESSAGING_OPERATION_TYPE, type)
                .setAttribute(Keys.MESSAGING_DESTINATION, subject)
                .setAttribute(Keys.MESSAGING_BODY_SIZE, message.getData() == null ? 0L : message.getData().length);
        if (subject.startsWith("_INBOX.")) {
            builder.setAttribute(Keys.MESSAGING_TEMPORARY, true);
        }
    }

    private static void server(SpanBuilder builder, Connection connection) {
        String url = connection.getConnectedUrl();
        if (url == null) {
            return;
        }
        try {
            URI server = URI.create(url.contains("://") ? url : "nats://" + url);
            if (server.getHost() != null) {
                builder.setAttribute(Keys.SERVER_ADDRESS, server.getHost());
                builder.setAttribute(Keys.SERVER_PORT, (long) (server.getPort() < 0 ? DEFAULT_PORT : server.getPort()));
            }
        } catch (IllegalArgumentException e) {
            // The client is content with what is no URI, and so are spans.
        }
    }

    /// Dynamo's subjects are `{namespace}_{component}.{endpoint}-{instance id}`.
    static String endpoint(String subject) {
        String last = subject.substring(subject.lastIndexOf('.') + 1);
        int dash = last.lastIndexOf('-');
        return dash > 0 && last.substring(dash + 1).matches("[0-9a-f]+") ? last.substring(0, dash) : last;
    }
}

package io.rubato.tracing.nats;

import io.nats.client.Connection;
import io.nats.client.JetStream;
import io.nats.client.JetStreamApiException;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import io.nats.client.PublishOptions;
import io.nats.client.api.PublishAck;
import io.nats.client.impl.Headers;
import io.nats.client.impl.NatsMessage;
import io.opentelemetry.api.OpenTelemetry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import io.rubato.tracing.async.Relation;
import io.rubato.tracing.context.WorkerIdentity;
import io.rubato.tracing.internal.channel.Channel;
import io.rubato.tracing.internal.channel.Failure;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Sends and handles NATS messages in spans, with the context in their headers:
///
/// | what | span | kind |
/// |---|---|---|
/// | publish, plain and JetStream | `publish` | PRODUCER |
/// | request | `client_request` | CLIENT |
/// | handle a message that wants a reply | `handle_payload` | SERVER |
/// | handle any other, JetStream deliveries included | `process` | CONSUMER |
///
/// Messages are copied, never changed. Connections and subscriptions stay their owner's. Safe for any number of
/// threads.
public final class NatsTracing {
    private final Channel channel;
    private final SpanNaming naming;

    /// @param identity of the worker whose handlers these are, or null
    public NatsTracing(OpenTelemetry openTelemetry, @Nullable WorkerIdentity identity) {
        this.channel = new Channel(openTelemetry, "io.rubato.tracing.nats");
        this.naming = new SpanNaming(channel, identity);
    }

    public NatsTracing(OpenTelemetry openTelemetry) {
        this(openTelemetry, null);
    }

    /// A message for the publishing methods.
    public static Message message(String subject, byte[] body) {
        return new NatsMessage(subject, null, body);
    }

    /// Publishes without waiting for anybody to have it.
    public void publish(Connection connection, Message message) {
        Context parent = Context.current();
        Span span = naming.publish(connection, message, parent);
        try {
            connection.publish(withHeaders(message, parent.with(span)));
        } catch (RuntimeException e) {
            Failure.record(span, e);
            throw e;
        } finally {
            span.end();
        }
    }

    /// Publishes to a stream and waits until it is stored.
    public PublishAck publish(Connection connection, JetStream stream, Message message, PublishOptions options)
            throws IOException, JetStreamApiException {
        Context parent = Context.current();
        Span span = naming.publish(connection, message, parent);
        try {
            PublishAck ack = stream.publish(withHeaders(message, parent.with(span)), options);
            naming.stored(span, ack);
            return ack;
        } catch (IOException | JetStreamApiException | RuntimeException e) {
            Failure.record(span, e);
            throw e;
        } finally {
            span.end();
        }
    }

    /// Publishes to a stream; the span ends when it is stored.
    public CompletableFuture<PublishAck> publishAsync(
            Connection connection, JetStream stream, Message message, PublishOptions options) {
        Context parent = Context.current();
        Span span = naming.publish(connection, message, parent);
        try {
            return stream.publishAsync(withHeaders(message, parent.with(span)), options)
                    .whenComplete((ack, thrown) -> {
                        if (thrown != null) {
                            Failure.record(span, thrown);
                        } else {
                            naming.stored(span, ack);
                        }
                        span.end();
                    });
        } catch (RuntimeException e) {
            Failure.record(span, e);
            span.end();
            throw e;
        }
    }

    /// Sends a request.
    ///
    /// @return the reply; fails with a [TimeoutException] if there is none in time, or at once with a
    ///     [CancellationException] if nobody listens, unless the connection's options say to report it otherwise
    public CompletableFuture<Message> request(Connection connection, Message message, Duration timeout) {
        Context parent = Context.current();
        Span span = naming.request(connection, message, parent);
        CompletableFuture<Message> reply;
        try {
            reply = connection.requestWithTimeout(withHeaders(message, parent.with(span)), timeout);
        } catch (RuntimeException e) {
            Failure.record(span, e);
            span.end();
            throw e;
        }
        return reply.whenComplete((answer, thrown) -> {
            if (thrown != null) {
                Failure.record(span, faultOf(Failure.unwrapped(thrown)), Failure.unwrapped(thrown));
            }
            span.end();
        });
    }

    /// The client cancels a request to which nobody listens.
    private static String faultOf(Throwable thrown) {
        if (thrown instanceof TimeoutException) {
            return "timeout";
        }
        return thrown instanceof CancellationException
                ? "no_responders"
                : thrown.getClass().getName();
    }

    /// A handler for a dispatcher or a consumer that handles each message in a span, as a child of the sender's.
    public MessageHandler handler(MessageHandler handler) {
        return handler(handler, Relation.PARENT);
    }

    /// The same with the relation to the sender's span chosen.
    public MessageHandler handler(MessageHandler handler, Relation relation) {
        return message -> process(message, relation, handler);
    }

    /// A handler whose spans end with the stage that it returns.
    public MessageHandler asyncHandler(NatsHandler handler, Relation relation) {
        return message -> {
            Channel.Start start = naming.handle(message, extract(message), relation);
            Span span = start.builder().startSpan();
            call(handler, message, start.context().with(span));
        };
    }

    @SuppressWarnings({"try", "FutureReturnValueIgnored"})
    private static void call(NatsHandler handler, Message message, Context context) throws InterruptedException {
        Span span = Span.fromContext(context);
        try (Scope scope = context.makeCurrent()) {
            CompletionStage<?> work = handler.handle(message);
            work.whenComplete((done, thrown) -> {
                if (thrown != null) {
                    Failure.record(span, thrown);
                }
                span.end();
            });
        } catch (InterruptedException e) {
            Failure.record(span, e);
            span.end();
            throw e;
        } catch (Exception e) {
            Failure.record(span, e);
            span.end();
            throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
        }
    }

    /// Handles a message that was fetched, such as from a pull consumer, in its span.
    @SuppressWarnings("try")
    public void process(Message message, Relation relation, MessageHandler handler) throws InterruptedException {
        Channel.Start start = naming.handle(message, extract(message), relation);
        Span span = start.builder().startSpan();
        try (Scope scope = start.context().with(span).makeCurrent()) {
            handler.onMessage(message);
        } catch (InterruptedException | RuntimeException | Error e) {
            Failure.record(span, e);
            throw e;
        } finally {
            span.end();
        }
    }

    /// The context of whoever sent the message; without a span if its headers have none that is valid.
    public Context extract(Message message) {
        Headers headers = message.getHeaders();
        return headers == null ? Context.root() : channel.extract(headers, HeaderAccess.INSTANCE);
    }

    private Message withHeaders(Message message, Context context) {
        Headers headers = message.hasHeaders() ? new Headers(message.getHeaders()) : new Headers();
        channel.inject(context, headers, HeaderAccess.INSTANCE);
        return headers.isEmpty()
                ? message
                : new NatsMessage(message.getSubject(), message.getReplyTo(), headers, message.getData());
    }
}

package io.rubato.tracing.context;

import static java.lang.System.Logger.Level.DEBUG;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Reads and writes `x-request-id` and `x-dynamo-request-id` as [RequestIds], on every channel by the same rules. A
/// header that breaks its rule, or comes several times with different values, is ignored with a line at debug level.
/// Stateless and safe for any number of threads.
public final class RequestIdPropagator implements TextMapPropagator {
    private static final System.Logger log = System.getLogger(RequestIdPropagator.class.getName());
    private static final List<String> FIELDS =
            List.of(RequestIds.REQUEST_ID_HEADER, RequestIds.DYNAMO_REQUEST_ID_HEADER);
    private static final RequestIdPropagator INSTANCE = new RequestIdPropagator();

    private RequestIdPropagator() {}

    public static RequestIdPropagator instance() {
        return INSTANCE;
    }

    @Override
    public Collection<String> fields() {
        return FIELDS;
    }

    @Override
    public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
        RequestIds ids = RequestIds.from(context);
        if (ids.requestId() != null) {
            setter.set(carrier, RequestIds.REQUEST_ID_HEADER, ids.requestId());
        }
        if (ids.dynamoRequestId() != null) {
            setter.set(carrier, RequestIds.DYNAMO_REQUEST_ID_HEADER, ids.dynamoRequestId());
        }
    }

    @Override
    public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
        String requestId = only(carrier, getter, RequestIds.REQUEST_ID_HEADER, RequestIds::isRequestId);
        String dynamoId = only(carrier, getter, RequestIds.DYNAMO_REQUEST_ID_HEADER, RequestIds::isUuid);
        return requestId == null && dynamoId == null ? context : new RequestIds(requestId, dynamoId).storeIn(context);
    }

    private static <C> @Nullable String only(
            @Nullable C carrier, TextMapGetter<C> getter, String header, Predicate<String> rule) {
        Iterator<String> values = getter.getAll(carrier, header);
        if (!values.hasNext()) {
            return null;
        }
        String value = values.next();
        while (values.hasNext()) {
            if (!value.equals(values.next())) {
                return ignored(header, value, "one value, but there are several");
            }
        }
        return rule.test(value) ? value : ignored(header, value, rule(header));
    }

    private static String rule(String header) {
        return header.equals(RequestIds.REQUEST_ID_HEADER) ? "1 to 128 visible ASCII characters, no quotes" : "a UUID";
    }

    private static @Nullable String ignored(String header, String value, String expected) {
        if (log.isLoggable(DEBUG)) {
            log.log(DEBUG, "ignored " + header + " \"" + Quoted.of(value) + "\": expected " + expected);
        }
        return null;
    }
}

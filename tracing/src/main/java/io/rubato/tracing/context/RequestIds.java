package io.rubato.tracing.context;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import io.opentelemetry.context.ImplicitContextKeyed;
import org.jspecify.annotations.Nullable;

/// The ids that a caller gave its request: the headers `x-request-id` and `x-dynamo-request-id`. They belong to the
/// request and not to a span: they live in the context, and so reach every span, log line and call made under it.
///
/// An id that breaks its rule is absent, never an error, and never reaches a log line: `x-request-id` has 1 to 128
/// visible ASCII characters without quotes, backslash, comma and angle brackets; `x-dynamo-request-id` is a UUID, in
/// the
/// plain, the hyphenated, the braced or the `urn:uuid:` form, any case and version, and keeps the text it came in.
///
/// @param requestId the text of `x-request-id`, or null
/// @param dynamoRequestId the text of `x-dynamo-request-id`, or null
public record RequestIds(
        @Nullable String requestId, @Nullable String dynamoRequestId) implements ImplicitContextKeyed {
    /// The header of [#requestId].
    public static final String REQUEST_ID_HEADER = "x-request-id";

    /// The header of [#dynamoRequestId].
    public static final String DYNAMO_REQUEST_ID_HEADER = "x-dynamo-request-id";

    /// The span attribute and the log field of [#requestId].
    public static final String REQUEST_ID_FIELD = "x_request_id";

    /// The span attribute and the log field of [#dynamoRequestId].
    public static final String DYNAMO_REQUEST_ID_FIELD = "x_dynamo_request_id";

    /// Neither id.
    public static final RequestIds NONE = new RequestIds(null, null);

    private static final int LONGEST = 128;
    private static final ContextKey<RequestIds> KEY = ContextKey.named("rubato-request-ids");

    public RequestIds {
        requestId = requestId != null && isRequestId(requestId) ? requestId : null;
        dynamoRequestId = dynamoRequestId != null && isUuid(dynamoRequestId) ? dynamoRequestId : null;
    }

    /// The ids of the request that `context` belongs to; [#NONE] outside of any.
    public static RequestIds from(Context context) {
        RequestIds ids = context.get(KEY);
        return ids == null ? NONE : ids;
    }

    /// `context` with these ids in place of any that it had.
    public Context storeIn(Context context) {
        return context.with(KEY, this);
    }

    @Override
    public Context storeInContext(Context context) {
        return storeIn(context);
    }

    public boolean isEmpty() {
        return requestId == null && dynamoRequestId == null;
    }

    static boolean isRequestId(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c > '~' || "\"'`\\,<>".indexOf(c) >= 0) {
                return false;
            }
        }
        return true;
    }

    static boolean isUuid(String text) {
        String bare = text;
        if (text.length() == 38 && text.charAt(0) == '{' && text.charAt(37) == '}') {
            bare = text.substring(1, 37);
        } else if (text.length() == 45 && text.startsWith("urn:uuid:")) {
            bare = text.substring(9);
        }
        boolean hyphens = bare.length() == 36;
        if (!hyphens && (bare.length() != 32 || !bare.equals(text))) {
            return false;
        }
        for (int i = 0; i < bare.length(); i++) {
            boolean hyphen = hyphens && (i == 8 || i == 13 || i == 18 || i == 23);
            char c = bare.charAt(i);
            if (hyphen ? c != '-' : c > 'f' || Character.digit(c, 16) < 0) {
                return false;
            }
        }
        return true;
    }
}

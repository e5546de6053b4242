package io.rubato.examples.serving.frontend;

import org.jspecify.annotations.Nullable;

/// A request that is answered with an OpenAI error object.
final class ApiException extends Exception {
    private final int status;
    private final String type;
    private final @Nullable String param;
    private final String code;

    /// @param status of HTTP
    /// @param type as OpenAI has them: `invalid_request_error`, `server_error`
    /// @param param which field of the request is wrong
    /// @param code what exactly, as one word; also the `error.type` of the span
    ApiException(int status, String type, @Nullable String param, String code, String message) {
        super(message);
        this.status = status;
        this.type = type;
        this.param = param;
        this.code = code;
    }

    static ApiException invalid(@Nullable String param, String message) {
        return new ApiException(400, "invalid_request_error", param, "invalid_value", message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }

    ErrorObject object() {
        return new ErrorObject(new ErrorObject.Detail(String.valueOf(getMessage()), type, param, code));
    }

    /// The error as it is on the wire.
    record ErrorObject(Detail error) {
        record Detail(String message, String type, @Nullable String param, String code) {}
    }
}

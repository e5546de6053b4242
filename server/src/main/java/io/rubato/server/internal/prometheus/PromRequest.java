package io.rubato.server.internal.prometheus;

import com.linecorp.armeria.common.QueryParams;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.internal.promql.PromException;
import io.rubato.server.internal.promql.PromTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The parameters of one request, from the path and from a form.
record PromRequest(ServiceRequestContext ctx, QueryParams path, QueryParams form, long now) {
    static PromRequest of(ServiceRequestContext ctx, QueryParams form) {
        return new PromRequest(ctx, ctx.queryParams(), form, ChronoUnit.NANOS.between(Instant.EPOCH, Instant.now()));
    }

    private @Nullable String text(String name) {
        String value = form.get(name, path.get(name, ""));
        return value.isEmpty() ? null : value;
    }

    List<String> all(String name) {
        return form.contains(name) ? form.getAll(name) : path.getAll(name);
    }

    String required(String name) {
        String value = text(name);
        if (value == null) {
            throw new PromException("invalid parameter \"" + name + "\": it is missing");
        }
        return value;
    }

    String path(String name) {
        return String.valueOf(ctx.pathParam(name));
    }

    /// Unix nanoseconds.
    long time(String name, long otherwise) {
        String value = text(name);
        return value == null ? otherwise : PromTime.timeNanos(name, value);
    }

    long requiredTime(String name) {
        return PromTime.timeNanos(name, required(name));
    }

    /// The most that is wanted.
    int limit() {
        String value = text("limit");
        if (value == null || value.equals("0")) {
            return Integer.MAX_VALUE;
        }
        if (!value.matches("[0-9]{1,9}")) {
            throw new PromException("invalid parameter \"limit\": '" + value + "' is no count");
        }
        return Integer.parseInt(value);
    }
}

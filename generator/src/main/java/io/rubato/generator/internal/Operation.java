package io.rubato.generator.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A kind of span: which service writes it, how long it takes by itself, what it carries and what it
/// calls. Filled while a flow is laid out, unchanged after that.
final class Operation {
    /// What the spans of an operation link to.
    enum Link {
        NOTHING,
        /// The span of this trace that was marked last.
        MARKED,
        /// One to four producer spans of other traces.
        RECENT
    }

    final int id;
    final Service service;
    final int scope;
    final Kind kind;
    final String name;
    final byte[] nameBytes;
    final List<Field> fields = new ArrayList<>();
    final List<Field> events = new ArrayList<>();
    final List<Call> calls = new ArrayList<>();
    long selfNanos;
    double errors;
    boolean http;
    boolean marks;
    boolean scalesWithTokens;
    boolean hasUser;
    Link link = Link.NOTHING;

    Operation(int id, Service service, String scopeName, Kind kind, String name, long selfMicros) {
        this.id = id;
        this.service = service;
        this.scope = service.scope(scopeName);
        this.kind = kind;
        this.name = name;
        this.nameBytes = Utf8.bytes(name);
        this.selfNanos = TimeUnit.MICROSECONDS.toNanos(selfMicros);
    }

    Operation with(Field... more) {
        fields.addAll(List.of(more));
        return this;
    }

    Operation events(Field... more) {
        events.addAll(List.of(more));
        return this;
    }

    Operation errors(double chance) {
        errors = chance;
        return this;
    }

    /// The spans carry an HTTP status.
    Operation http() {
        http = true;
        return this;
    }

    /// Later spans of the trace may link to this one.
    Operation marks() {
        marks = true;
        return this;
    }

    /// The duration is per hundred generated tokens.
    Operation perToken() {
        scalesWithTokens = true;
        return this;
    }

    /// The spans carry `x_request_id` and `user.id`.
    Operation forUser() {
        hasUser = true;
        return with(Fields.requestId(), Fields.userId());
    }

    Operation links(Link to) {
        link = to;
        return this;
    }

    Operation then(Operation... operations) {
        for (Operation operation : operations) {
            calls.add(new Call(operation, 1, 1, Call.When.THEN));
        }
        return this;
    }

    Operation maybe(double chance, Operation operation) {
        calls.add(new Call(operation, chance, 1, Call.When.THEN));
        return this;
    }

    Operation repeated(int most, Operation operation) {
        calls.add(new Call(operation, 1, most, Call.When.THEN));
        return this;
    }

    Operation beside(double chance, Operation operation) {
        calls.add(new Call(operation, chance, 1, Call.When.BESIDE));
        return this;
    }

    Operation later(Operation operation) {
        calls.add(new Call(operation, 1, 1, Call.When.LATER));
        return this;
    }
}

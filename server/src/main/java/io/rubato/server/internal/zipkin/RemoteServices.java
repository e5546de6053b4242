package io.rubato.server.internal.zipkin;

import io.rubato.server.internal.api.TagConditions;
import io.rubato.traceql.AttributeRef;
import io.rubato.traceql.Expression;
import io.rubato.traceql.Field;
import io.rubato.traceql.Scope;
import io.rubato.traceql.SpanKind;
import java.util.ArrayList;
import java.util.List;

/// The names of remote services as conditions on spans, by the rules of [PeerAttributes]: a span has at most one, the
/// first that its attributes give.
final class RemoteServices {
    /// In the order in which they count.
    static final List<Source> SOURCES = sources();

    private RemoteServices() {}

    /// An attribute that may give the name.
    ///
    /// @param counts for spans whose name it gives, if they have it
    record Source(Field field, Expression counts) {}

    private static List<Source> sources() {
        List<Source> sources = new ArrayList<>();
        List<Expression> conditions = new ArrayList<>();
        for (String name : PeerAttributes.SERVICES) {
            add(name, conditions, sources);
        }
        conditions.add(TagConditions.or(TagConditions.kind(SpanKind.CLIENT), TagConditions.kind(SpanKind.PRODUCER)));
        conditions.add(TagConditions.isMissing(field(Names.REMOTE_ENDPOINT)));
        for (String name : PeerAttributes.OF_CALLS) {
            add(name, conditions, sources);
        }
        return List.copyOf(sources);
    }

    /// Adds a source that counts under all conditions so far, and the condition under which those after it do.
    private static void add(String name, List<Expression> conditions, List<Source> sources) {
        Field field = field(name);
        sources.add(new Source(field, TagConditions.all(conditions)));
        conditions.add(TagConditions.or(TagConditions.isMissing(field), TagConditions.equal(field, "")));
    }

    private static Field field(String name) {
        return new AttributeRef(Scope.SPAN, name);
    }

    /// Spans whose remote service has a name, whatever the case of its letters.
    static Expression named(String service) {
        return SOURCES.stream()
                .map(source -> TagConditions.all(
                        List.of(source.counts, TagConditions.equalIgnoringCase(source.field, service))))
                .reduce(TagConditions::or)
                .orElseThrow();
    }
}

package io.rubato.query.internal.eval;

import io.rubato.query.TagRequest.TagScope;
import io.rubato.storage.model.Attribute;
import io.rubato.storage.model.Origin;
import io.rubato.storage.scan.AttributeLevel;
import io.rubato.storage.scan.Bits;
import io.rubato.storage.scan.CodedField;
import io.rubato.storage.scan.Column;
import io.rubato.storage.scan.Dictionary;
import io.rubato.storage.scan.SpanSource;
import io.rubato.storage.scan.ValueType;
import io.rubato.storage.scan.Values;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The keys of attributes.
public final class Keys {
    private Keys() {}

    /// Adds all keys of a source at a scope if its dictionaries tell them; else does nothing.
    ///
    /// @return whether they do
    public static boolean ofSource(SpanSource source, TagScope scope, Set<String> names) {
        AttributeLevel level = level(scope);
        if (level == null) {
            source.origins().forEach(origin -> add(attributes(origin, scope), names));
            return true;
        }
        Column residue = source.residue(level);
        Dictionary dictionary = residue == null ? null : residue.dictionary();
        if (residue != null && dictionary == null) {
            return false;
        }
        for (Column column : source.columns(level)) {
            if (column.type() != ValueType.RESIDUE) {
                names.add(column.key());
            }
        }
        for (int code = 0; dictionary != null && code < dictionary.size(); code++) {
            names.add(WireValues.attribute(dictionary.value(code)).key());
        }
        return true;
    }

    /// Adds the keys that rows of a batch have.
    ///
    /// @param spans the span rows that count, or null for all
    public static void ofRows(BatchScope batch, TagScope scope, @Nullable Bits spans, Set<String> names) {
        AttributeLevel level = level(scope);
        if (level == null) {
            Bits used = Used.codes(
                    batch.batch().codes(CodedField.ORIGIN), batch.batch().rows(), spans, origins(batch));
            for (int code = used.next(0); code >= 0; code = used.next(code + 1)) {
                add(attributes(batch.source().origins().get(code), scope), names);
            }
            return;
        }
        Bits rows = Used.ofLevel(batch, level, spans);
        for (Column column : batch.source().columns(level)) {
            boolean known = column.type() == ValueType.RESIDUE || names.contains(column.key());
            Values values = known ? null : batch.batch().values(column);
            if (values != null && Used.any(values, rows)) {
                names.add(column.key());
            }
        }
        ofResidue(batch, level, spans, names);
    }

    /// Adds the keys that rows of a batch have in the residue.
    ///
    /// @param spans the span rows that count, or null for all
    public static void ofResidue(BatchScope batch, AttributeLevel level, @Nullable Bits spans, Set<String> names) {
        Column residue = batch.source().residue(level);
        Values values = residue == null ? null : batch.batch().values(residue);
        if (values != null) {
            Bits used = Used.codes(values, Used.ofLevel(batch, level, spans));
            for (int code = used.next(0); code >= 0; code = used.next(code + 1)) {
                names.add(WireValues.attribute(values.dictionary().value(code)).key());
            }
        }
    }

    private static int origins(BatchScope batch) {
        return batch.source().origins().size();
    }

    private static @Nullable AttributeLevel level(TagScope scope) {
        return switch (scope) {
            case SPAN -> AttributeLevel.SPAN;
            case EVENT -> AttributeLevel.EVENT;
            case LINK -> AttributeLevel.LINK;
            case RESOURCE, INSTRUMENTATION -> null;
        };
    }

    private static List<Attribute> attributes(Origin origin, TagScope scope) {
        return scope == TagScope.RESOURCE ? origin.resourceAttributes() : origin.scopeAttributes();
    }

    private static void add(List<Attribute> attributes, Set<String> names) {
        attributes.forEach(attribute -> names.add(attribute.key()));
    }
}

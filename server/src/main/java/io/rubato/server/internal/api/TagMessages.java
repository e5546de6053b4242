package io.rubato.server.internal.api;

import io.rubato.query.TagValues;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// Names and values as messages of tempopb.
final class TagMessages {
    private TagMessages() {}

    /// tempopb.SearchTagsResponse, or tempopb.SearchTagValuesResponse, which is the same on the wire.
    static void list(List<String> texts, long bytes, Consumer<byte[]> messages) {
        write(texts, bytes, (out, text) -> out.element(1, text), messages);
    }

    /// tempopb.SearchTagsV2Response.
    static void scopes(TagNamesService.Found found, Consumer<byte[]> messages) {
        write(
                List.copyOf(found.scopes().entrySet()),
                found.bytes(),
                (out, scope) -> out.message(1, () -> {
                    out.text(1, scope.getKey());
                    scope.getValue().forEach(name -> out.element(2, name));
                }),
                messages);
    }

    /// tempopb.SearchTagValuesV2Response.
    static void values(TagValues found, Consumer<byte[]> messages) {
        write(
                found.values(),
                found.inspectedBytes(),
                (out, value) -> out.message(1, () -> {
                    out.text(1, value.type());
                    out.text(2, value.value());
                }),
                messages);
    }

    private static <T> void write(
            List<T> all, long bytes, BiConsumer<MessageWriter, T> element, Consumer<byte[]> messages) {
        Iterator<T> elements = all.iterator();
        do {
            MessageWriter out = new MessageWriter();
            while (elements.hasNext() && out.size() < SearchMessages.LARGEST) {
                element.accept(out, elements.next());
            }
            out.inspected(2, bytes);
            messages.accept(out.bytes());
        } while (elements.hasNext());
    }
}

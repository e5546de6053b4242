package io.rubato.storage.internal.block;

import io.rubato.storage.DamagedException;
import io.rubato.storage.internal.wire.ByteSink;
import io.rubato.storage.internal.wire.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;

/// A file with one filter over the traces of several blocks, so that a trace that none of them has is ruled out with
/// one look-up. docs/block-format.md describes the format. Safe for concurrent use.
public final class FilterFile {
    /// The version of the format that files are written in.
    static final int FORMAT_VERSION = 1;

    private static final byte[] MAGIC = {'R', 'B', 'T', 'O', 'F', 'L', 'T', '1'};
    private static final int HEADER_AT = MAGIC.length + 4;

    private final ChunkReader chunks;

    /// @param name what messages call the file
    /// @param onDamage called with the message of each [DamagedException] besides
    public FilterFile(String name, BlockBytes bytes, Consumer<String> onDamage) {
        this.chunks = new ChunkReader(name, bytes, onDamage);
    }

    /// A block of the group.
    ///
    /// @param filter where its own filter lies in its file; [Section#NONE] when it has none
    public record Member(UUID block, Section filter) {}

    /// The bytes of a file for blocks.
    ///
    /// @param members in the order of the filter's positions
    public static ByteBuffer encode(List<Member> members, GroupFilter filter) {
        ByteSink sink = new ByteSink(1 << 16);
        sink.put(MAGIC);
        sink.fixed32(0);
        int header = Chunks.start(sink);
        sink.varint(FORMAT_VERSION);
        sink.varint(members.size());
        for (Member member : members) {
            sink.fixed64(member.block.getMostSignificantBits());
            sink.fixed64(member.block.getLeastSignificantBits());
            member.filter.write(sink);
        }
        int length = Chunks.end(sink, header);
        int content = Chunks.start(sink);
        filter.write(sink);
        Chunks.end(sink, content);
        byte[] bytes = sink.bytes();
        ByteBuffer file = ByteBuffer.wrap(bytes, 0, sink.size());
        return file.order(java.nio.ByteOrder.LITTLE_ENDIAN).putInt(MAGIC.length, length);
    }

    /// The blocks whose traces are in the filter, by position. Reads the front of the file.
    ///
    /// @throws DamagedException when it is damaged, or of a newer format
    public List<Member> members() {
        return chunks.decode(header(), "header", wire -> {
            long version = wire.varint();
            if (version != FORMAT_VERSION) {
                throw new DamagedException(
                        "filter format " + version + " (expected: " + FORMAT_VERSION + "; a newer Rubato wrote it)");
            }
            int count = Chunks.checkCount(wire.varint());
            if (count > GroupFilter.MAX_BLOCKS) {
                throw new DamagedException(
                        "a filter of " + count + " blocks (expected: at most " + GroupFilter.MAX_BLOCKS + ")");
            }
            List<Member> members = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                members.add(new Member(new UUID(wire.fixed64(), wire.fixed64()), Section.read(wire)));
            }
            return List.copyOf(members);
        });
    }

    /// The filter itself.
    ///
    /// @throws DamagedException when it is damaged
    public GroupFilter filter() {
        Section header = header();
        long start = header.offset() + header.length();
        return chunks.decode(
                new Section(start, Chunks.checkSize(chunks.size() - start)), "filter of trace ids", GroupFilter::read);
    }

    private Section header() {
        if (chunks.size() < HEADER_AT) {
            throw chunks.damaged("a file of " + chunks.size() + " bytes", 0);
        }
        byte[] front = new byte[HEADER_AT];
        chunks.read(0, front, HEADER_AT);
        for (int i = 0; i < MAGIC.length; i++) {
            if (front[i] != MAGIC[i]) {
                throw chunks.damaged("no filter file: it does not start as one", 0);
            }
        }
        int length = new Wire().on(front, MAGIC.length, 4).fixed32();
        if (length < Chunks.CHECKSUM || length > chunks.size() - HEADER_AT) {
            throw chunks.damaged("a header of " + length + " bytes", MAGIC.length);
        }
        return new Section(HEADER_AT, length);
    }
}

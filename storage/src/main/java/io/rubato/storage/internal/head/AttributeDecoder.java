package io.rubato.storage.internal.head;

import io.rubato.storage.IngestLimits;
import io.rubato.storage.internal.columns.AnyValues;
import io.rubato.storage.internal.wire.Wire;
import io.rubato.storage.scan.ValueType;

/// Decodes one `KeyValue` into the row that a [LevelTable] is building, and rare fields beside it.
final class AttributeDecoder {
    private static final int KEY = 1 << 3 | Wire.LENGTH;
    private static final int VALUE = 2 << 3 | Wire.LENGTH;

    private final IngestLimits limits;

    AttributeDecoder(IngestLimits limits) {
        this.limits = limits;
    }

    /// Decodes the length-prefixed `KeyValue` at the wire's position. `spanRow` is remembered as a user of
    /// the value.
    void decode(Wire wire, LevelTable table, int spanRow) {
        int outer = wire.enter(wire.length());
        int start = wire.position();
        int keyOffset = start;
        int keyLength = 0;
        int valueOffset = -1;
        int valueLength = 0;
        boolean exact = true;
        int fields = 0;
        while (wire.hasMore()) {
            int tag = wire.tag();
            if (tag == KEY) {
                keyLength = wire.length();
                keyOffset = wire.position();
                wire.advance(keyLength);
                exact &= fields == 0;
            } else if (tag == VALUE) {
                valueLength = wire.length();
                valueOffset = wire.position();
                wire.advance(valueLength);
                exact &= fields == 1;
            } else {
                wire.skip(tag);
                exact = false;
            }
            fields++;
        }
        int end = wire.position();
        wire.leave(outer);
        if (end - start > limits.maxValueBytes()) {
            throw new RejectedSpanException(
                    Rejections.Reason.TOO_LONG,
                    "an attribute of " + (end - start) + " bytes (expected: at most " + limits.maxValueBytes() + ")");
        }
        if (!exact || valueOffset < 0) {
            residue(wire, table, start, end, spanRow);
            return;
        }
        int after = wire.position();
        int messageEnd = wire.end();
        wire.position(valueOffset);
        wire.enter(valueLength);
        value(wire, table, keyOffset, keyLength, start, end, spanRow);
        wire.leave(messageEnd);
        wire.position(after);
    }

    private void value(Wire wire, LevelTable table, int keyOffset, int keyLength, int start, int end, int spanRow) {
        byte[] bytes = wire.bytes();
        if (!wire.hasMore()) {
            HeadColumn column = table.next(bytes, keyOffset, keyLength, ValueType.EMPTY);
            addSlot(table, column, 0, wire, start, end, spanRow);
            return;
        }
        int valueStart = wire.position();
        int tag = wire.tag();
        ValueType type = type(tag);
        if (type == ValueType.RESIDUE) {
            residue(wire, table, start, end, spanRow);
            return;
        }
        if (type.isCoded()) {
            int length = wire.length();
            int offset = wire.position();
            wire.advance(length);
            if (!isLast(wire, type, offset, length)) {
                wire.position(valueStart);
                residue(wire, table, start, end, spanRow);
                return;
            }
            HeadColumn column = table.next(bytes, keyOffset, keyLength, type);
            if (column.number == LevelTable.RESIDUE) {
                addResidue(table, column, wire, start, end, spanRow);
            } else {
                table.addSlot(column.dictionary().intern(bytes, offset, length, spanRow));
            }
            return;
        }
        long value = type == ValueType.DOUBLE ? wire.fixed64() : wire.varint();
        if (wire.hasMore() || type == ValueType.BOOL && value >>> 1 != 0) {
            wire.position(valueStart);
            residue(wire, table, start, end, spanRow);
            return;
        }
        HeadColumn column = table.next(bytes, keyOffset, keyLength, type);
        addSlot(table, column, value, wire, start, end, spanRow);
    }

    /// Whether the value ends the `AnyValue`; values with structure are checked on the way.
    private static boolean isLast(Wire wire, ValueType type, int offset, int length) {
        if (wire.hasMore()) {
            return false;
        }
        if (type == ValueType.ARRAY || type == ValueType.KVLIST) {
            int after = wire.position();
            wire.position(offset);
            int outer = wire.enter(length);
            AnyValues.checkElements(wire, type == ValueType.KVLIST, 1);
            wire.leave(outer);
            wire.position(after);
        }
        return true;
    }

    private static ValueType type(int tag) {
        return switch (tag) {
            case 1 << 3 | Wire.LENGTH -> ValueType.STRING;
            case 2 << 3 | Wire.VARINT -> ValueType.BOOL;
            case 3 << 3 | Wire.VARINT -> ValueType.INT;
            case 4 << 3 | Wire.FIXED64 -> ValueType.DOUBLE;
            case 5 << 3 | Wire.LENGTH -> ValueType.ARRAY;
            case 6 << 3 | Wire.LENGTH -> ValueType.KVLIST;
            case 7 << 3 | Wire.LENGTH -> ValueType.BYTES;
            default -> ValueType.RESIDUE;
        };
    }

    private static void addSlot(
            LevelTable table, HeadColumn column, long value, Wire wire, int start, int end, int spanRow) {
        if (column.number == LevelTable.RESIDUE) {
            addResidue(table, column, wire, start, end, spanRow);
        } else {
            table.addSlot(column.add(value));
        }
    }

    /// Keeps a `KeyValue` that is not of the usual form as it came.
    private static void residue(Wire wire, LevelTable table, int start, int end, int spanRow) {
        checkAttribute(wire, start, end);
        addResidue(table, table.nextResidue(), wire, start, end, spanRow);
    }

    private static void checkAttribute(Wire wire, int start, int end) {
        AnyValues.attribute(wire.bytes(), start, end - start);
    }

    private static void addResidue(LevelTable table, HeadColumn column, Wire wire, int start, int end, int spanRow) {
        table.addSlot(column.dictionary().intern(wire.bytes(), start, end - start, spanRow));
    }
}

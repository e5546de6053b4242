package io.rubato.storage.internal.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The manifest's bytes: one line of JSON, and one line `{"crc32c":"<8 hex digits>","bytes":<length of the
/// first line>}` that guards the first line up to and with its newline. Described in docs/storage-layout.md.
final class ManifestFormat {

    /// What is written. A program that knows version 1 only would count the traces twice that were moved.
    static final int VERSION = 2;

    /// What can be read as well.
    static final int OLDEST_VERSION = 1;

    private static final JsonFactory JSON = new JsonFactory();

    private ManifestFormat() {}

    /// @param writer who wrote it: tells the same change by two processes apart
    static byte[] encode(Manifest manifest, UUID writer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeNumberField("version", VERSION);
            json.writeStringField("writer", writer.toString());
            json.writeNumberField("generation", manifest.generation());
            json.writeNumberField("walPosition", manifest.walPosition());
            json.writeArrayFieldStart("live");
            for (BlockEntry block : manifest.live()) {
                json.writeStartObject();
                writeEntry(json, block);
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeArrayFieldStart("retired");
            for (RetiredBlock block : manifest.retired()) {
                json.writeStartObject();
                json.writeNumberField("retiredMillis", block.retiredMillis());
                json.writeStringField("reason", block.reason().name());
                writeEntry(json, block.entry());
                json.writeEndObject();
            }
            json.writeEndArray();
            json.writeEndObject();
        }
        return seal(out.toByteArray());
    }

    private static void writeEntry(JsonGenerator json, BlockEntry block) throws IOException {
        json.writeStringField("id", block.id().toString());
        json.writeStringField("tenant", block.tenant());
        json.writeNumberField("level", block.level());
        json.writeNumberField("spans", block.spans());
        json.writeNumberField("traces", block.traces());
        json.writeNumberField("bytes", block.bytes());
        json.writeNumberField("minStartNanos", block.minStartNanos());
        json.writeNumberField("maxEndNanos", block.maxEndNanos());
        json.writeNumberField("maxTraceStartNanos", block.maxTraceStartNanos());
        json.writeNumberField("createdMillis", block.createdMillis());
        json.writeNumberField("newestMillis", block.newestMillis());
        json.writeNumberField("formatVersion", block.formatVersion());
        writeIds(json, "mergedFrom", block.mergedFrom());
        writeIds(json, "movedFrom", block.movedFrom());
        json.writeNumberField("walTo", block.walTo());
        VectorRef vector = block.vector();
        if (vector != null) {
            json.writeBooleanField("lostDead", block.lostDead());
            json.writeObjectFieldStart("vector");
            writeVector(json, vector);
            json.writeEndObject();
        }
    }

    private static void writeIds(JsonGenerator json, String name, List<UUID> ids) throws IOException {
        json.writeArrayFieldStart(name);
        for (UUID id : ids) {
            json.writeString(id.toString());
        }
        json.writeEndArray();
    }

    private static void writeVector(JsonGenerator json, VectorRef vector) throws IOException {
        json.writeNumberField("version", vector.version());
        json.writeNumberField("traces", vector.traces());
        json.writeNumberField("spans", vector.spans());
        if (vector.inline() != null) {
            json.writeStringField("inline", vector.inline());
        }
        VectorRef.Location location = vector.location();
        if (location != null) {
            json.writeStringField("object", location.key());
            json.writeNumberField("offset", location.offset());
            json.writeNumberField("length", location.length());
            json.writeStringField("crc32c", "%08x".formatted(location.crc32c()));
        }
    }

    /// Adds the guarding line to a body.
    static byte[] seal(byte[] body) {
        byte[] line = Arrays.copyOf(body, body.length + 1);
        line[body.length] = '\n';
        byte[] guard = guard(line, line.length);
        byte[] all = Arrays.copyOf(line, line.length + guard.length);
        System.arraycopy(guard, 0, all, line.length, guard.length);
        return all;
    }

    /// @throws DamagedManifestException if these bytes are not what [#encode] wrote
    /// @throws NewerManifestException if they are of a later format
    static Manifest decode(byte[] bytes) throws IOException {
        int end = 0;
        while (end < bytes.length && bytes[end] != '\n') {
            end++;
        }
        if (end == bytes.length) {
            throw new DamagedManifestException("it ends after %d bytes without a checksum".formatted(bytes.length));
        }
        byte[] expected = guard(bytes, end + 1);
        if (!Arrays.equals(bytes, end + 1, bytes.length, expected, 0, expected.length)) {
            String found =
                    new String(bytes, end + 1, Math.min(80, bytes.length - end - 1), StandardCharsets.ISO_8859_1);
            throw new DamagedManifestException("its checksum line is '%s', its %d bytes give '%s'"
                    .formatted(printable(found), end + 1, printable(new String(expected, StandardCharsets.US_ASCII))));
        }
        return ManifestParser.parse(JSON, bytes, end);
    }

    private static byte[] guard(byte[] line, int length) {
        CRC32C crc = new CRC32C();
        crc.update(line, 0, length);
        return "{\"crc32c\":\"%08x\",\"bytes\":%d}\n"
                .formatted(crc.getValue(), length)
                .getBytes(StandardCharsets.US_ASCII);
    }

    private static String printable(String text) {
        return text.strip().replaceAll("[^ -~]", "?");
    }
}

package io.rubato.storage.internal.manifest;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Reads the manifest's JSON. Fields it does not know are skipped, missing ones are an error.
final class ManifestParser {

    private final JsonParser json;

    private ManifestParser(JsonParser json) {
        this.json = json;
    }

    static Manifest parse(JsonFactory factory, byte[] bytes, int length) throws IOException {
        try (JsonParser json = factory.createParser(bytes, 0, length)) {
            json.enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
            return new ManifestParser(json).manifest();
        } catch (NewerManifestException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new DamagedManifestException("its content cannot be understood: " + reason, e);
        }
    }

    private Manifest manifest() throws IOException {
        Fields fields = new Fields("manifest");
        List<BlockEntry> live = new ArrayList<>();
        List<RetiredBlock> retired = new ArrayList<>();
        expect(json.nextToken(), JsonToken.START_OBJECT, "manifest");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            switch (name) {
                case "version" -> requireKnown(number(name, value));
                case "generation", "walPosition" -> fields.put(name, number(name, value));
                case "live" -> {
                    expect(value, JsonToken.START_ARRAY, name);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        live.add(block().entry());
                    }
                }
                case "retired" -> {
                    expect(value, JsonToken.START_ARRAY, name);
                    while (json.nextToken() != JsonToken.END_ARRAY) {
                        retired.add(retired());
                    }
                }
                default -> json.skipChildren();
            }
            fields.seen(name);
        }
        fields.require("version", "live", "retired");
        return new Manifest(fields.get("generation"), fields.get("walPosition"), live, retired);
    }

    private RetiredBlock retired() throws IOException {
        Fields fields = block();
        return new RetiredBlock(fields.entry(), fields.get("retiredMillis"), reason(fields.text("reason")));
    }

    private Fields block() throws IOException {
        Fields fields = new Fields("block");
        expect(json.currentToken(), JsonToken.START_OBJECT, "block");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NUMBER_INT) {
                fields.put(name, json.getLongValue());
            } else if (value == JsonToken.VALUE_STRING) {
                fields.put(name, json.getText());
            } else if (name.equals("mergedFrom") || name.equals("movedFrom")) {
                expect(value, JsonToken.START_ARRAY, name);
                fields.put(name, ids(name));
            } else if (value == JsonToken.VALUE_TRUE) {
                fields.seen(name);
            } else if (name.equals("vector")) {
                expect(value, JsonToken.START_OBJECT, name);
                fields.vector(vector());
            } else {
                json.skipChildren();
            }
        }
        return fields;
    }

    private VectorRef vector() throws IOException {
        Fields fields = new Fields("vector");
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String name = json.currentName();
            JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NUMBER_INT) {
                fields.put(name, json.getLongValue());
            } else if (value == JsonToken.VALUE_STRING) {
                fields.put(name, json.getText());
            } else {
                json.skipChildren();
            }
        }
        return fields.vector();
    }

    private List<UUID> ids(String name) throws IOException {
        List<UUID> ids = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(json.currentToken(), JsonToken.VALUE_STRING, name);
            ids.add(UUID.fromString(json.getText()));
        }
        return ids;
    }

    private long number(String name, JsonToken value) throws IOException {
        expect(value, JsonToken.VALUE_NUMBER_INT, name);
        return json.getLongValue();
    }

    private static void requireKnown(long version) throws NewerManifestException {
        if (version < ManifestFormat.OLDEST_VERSION || version > ManifestFormat.VERSION) {
            throw new NewerManifestException("it has format version %d, this program reads versions %d to %d"
                    .formatted(version, ManifestFormat.OLDEST_VERSION, ManifestFormat.VERSION));
        }
    }

    private static RetireReason reason(String name) {
        for (RetireReason reason : RetireReason.values()) {
            if (reason.name().equals(name)) {
                return reason;
            }
        }
        return RetireReason.OTHER;
    }

    private void expect(@Nullable JsonToken found, JsonToken expected, String where) throws IOException {
        if (found != expected) {
            throw new IOException("%s at byte %d is %s, expected %s"
                    .formatted(where, json.currentTokenLocation().getByteOffset(), found, expected));
        }
    }
}

package io.rubato.server.internal.api;

import com.fasterxml.jackson.core.JsonGenerator;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.server.HttpService;
import com.linecorp.armeria.server.ServiceRequestContext;
import io.rubato.server.config.QuerySettings;
import io.rubato.server.config.RetentionSettings;
import io.rubato.server.internal.api.StoredBlocks.Report;
import io.rubato.server.internal.tenant.StoredSpans;
import io.rubato.storage.inspect.BlockReport;
import io.rubato.storage.inspect.BlockReport.Part;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// `/api/rubato/storage`: what the bytes on disk are spent on, by block and by column, dictionary and index.
final class StorageService implements HttpService {
    private final QueryRunner runner;
    private final Duration timeout;
    private final Map<Path, StoredBlocks> directories = new ConcurrentHashMap<>();

    StorageService(QueryRunner runner, QuerySettings settings) {
        this.runner = runner;
        this.timeout = settings.timeout();
    }

    /// What a part is, whichever block it is in.
    private record Name(BlockReport.Kind kind, String level, String name, boolean attribute) {}

    private record Share(Name name, long bytes, long values) {
        Share plus(Share other) {
            return new Share(name, bytes + other.bytes, values + other.values);
        }
    }

    @Override
    public HttpResponse serve(ServiceRequestContext ctx, HttpRequest request) {
        return runner.run(ctx, timeout, (snapshot, context) -> {
            StoredSpans readable = runner.readable(ctx);
            Report report = report(readable.blockDirectories());
            return Answers.json(Json.bytes(out -> write(out, readable.retention(), report)));
        });
    }

    private Report report(List<Path> asked) throws IOException {
        Report all = Report.NOTHING;
        for (Path directory : asked) {
            all = all.and(
                    directories.computeIfAbsent(directory, StoredBlocks::new).report());
        }
        return all;
    }

    private static void write(JsonGenerator out, RetentionSettings retention, Report report) throws IOException {
        out.writeStartObject();
        out.writeNumberField("retentionSeconds", retention.blockRetention().toSeconds());
        out.writeNumberField("maxTotalBytes", retention.maxTotalBytes());
        out.writeArrayFieldStart("blocks");
        for (BlockReport block : report.blocks()) {
            block(out, block);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("parts");
        for (Share share : shares(report.blocks())) {
            part(out, share);
        }
        out.writeEndArray();
        Json.textList(out, "damaged", report.damaged());
        out.writeEndObject();
    }

    private static void block(JsonGenerator out, BlockReport block) throws IOException {
        out.writeStartObject();
        out.writeStringField("id", block.name());
        out.writeNumberField("bytes", block.bytes());
        out.writeNumberField("spans", block.spans());
        out.writeNumberField("traces", block.traces());
        out.writeNumberField("morsels", block.morsels());
        out.writeNumberField("formatVersion", block.formatVersion());
        if (block.spans() > 0) {
            out.writeStringField("startNanos", Long.toString(block.minStart()));
            out.writeStringField("endNanos", Long.toString(block.maxEnd()));
        }
        out.writeEndObject();
    }

    private static void part(JsonGenerator out, Share share) throws IOException {
        out.writeStartObject();
        out.writeStringField(
                "kind",
                switch (share.name.kind()) {
                    case COLUMN -> "column";
                    case DICTIONARY -> "dictionary";
                    case INDEX -> "index";
                });
        out.writeStringField("level", share.name.level());
        out.writeStringField("name", share.name.name());
        out.writeBooleanField("attribute", share.name.attribute());
        out.writeNumberField("bytes", share.bytes);
        if (share.values >= 0) {
            out.writeNumberField("values", share.values);
        }
        out.writeEndObject();
    }

    /// The parts of all blocks by name, the largest first. An attribute with values of several types is one.
    private static List<Share> shares(List<BlockReport> blocks) {
        Map<Name, Share> shares = new HashMap<>();
        for (BlockReport block : blocks) {
            for (Part part : block.parts()) {
                Name name = new Name(part.kind(), part.level(), part.name(), part.attribute());
                shares.merge(name, new Share(name, part.bytes(), part.values()), Share::plus);
            }
        }
        return shares.values().stream()
                .sorted(Comparator.comparingLong(Share::bytes).reversed())
                .toList();
    }
}

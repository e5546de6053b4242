package io.rubato.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.opentelemetry.proto.common.v1.CommonProto;
import java.util.List;
import java.util.Locale;

/// tempopb's messages as Grafana's data source was built with them, and those of Jaeger's query services, for a
/// protobuf library that knows nothing of ours: a field that is not here is an error.
public final class TempoProto {
    private static final String MESSAGES = """
            SearchRequest: 1 tags *Entry; 2 minDurationMs uint32; 3 maxDurationMs uint32; 4 limit uint32; 5 start uint32; 6 end uint32; 8 query string; 9 spansPerSpanSet uint32
            Entry: 1 key string; 2 value string
            SearchResponse: 1 traces *TraceSearchMetadata; 2 metrics SearchMetrics
            TraceSearchMetadata: 1 traceID string; 2 rootServiceName string; 3 rootTraceName string; 4 startTimeUnixNano uint64; 5 durationMs uint32; 6 spanSet SpanSet; 7 spanSets *SpanSet; 8 serviceStats *StatsEntry
            StatsEntry: 1 key string; 2 value ServiceStats
            ServiceStats: 1 spanCount uint32; 2 errorCount uint32
            SpanSet: 1 spans *Span; 2 matched uint32; 3 attributes *KeyValue
            Span: 1 spanID string; 2 name string; 3 startTimeUnixNano uint64; 4 durationNanos uint64; 5 attributes *KeyValue
            SearchMetrics: 1 inspectedTraces uint32; 2 inspectedBytes uint64; 3 totalBlocks uint32; 4 completedJobs uint32; 5 totalJobs uint32; 6 totalBlockBytes uint64; 7 inspectedSpans uint64
            SearchTagsRequest: 1 scope string; 2 query string; 3 start uint32; 4 end uint32; 5 maxTagsPerScope uint32; 6 staleValuesThreshold uint32
            SearchTagsResponse: 1 tagNames *string; 2 metrics MetadataMetrics
            SearchTagsV2Response: 1 scopes *Scope; 2 metrics MetadataMetrics
            Scope: 1 name string; 2 tags *string
            SearchTagValuesRequest: 1 tagName string; 2 query string; 4 start uint32; 5 end uint32; 6 maxTagValues uint32; 7 staleValueThreshold uint32
            SearchTagValuesResponse: 1 tagValues *string; 2 metrics MetadataMetrics
            SearchTagValuesV2Response: 1 tagValues *TagValue; 2 metrics MetadataMetrics
            TagValue: 1 type string; 2 value string
            MetadataMetrics: 1 inspectedBytes uint64; 2 totalJobs uint32; 3 completedJobs uint32; 4 totalBlocks uint32; 5 totalBlockBytes uint64
            QueryRangeRequest: 1 query string; 2 start uint64; 3 end uint64; 4 step uint64; 16 exemplars uint32; 17 maxSeries uint32
            QueryRangeResponse: 1 series *TimeSeries; 2 metrics SearchMetrics; 3 status uint32; 4 message string
            TimeSeries: 1 labels *KeyValue; 2 samples *Sample; 4 exemplars *Exemplar
            Sample: 1 value double; 2 timestampMs int64
            Exemplar: 1 labels *KeyValue; 2 value double; 3 timestampMs int64
            QueryInstantRequest: 1 query string; 2 start uint64; 3 end uint64
            QueryInstantResponse: 1 series *InstantSeries; 2 metrics SearchMetrics; 3 status uint32; 4 message string
            InstantSeries: 1 labels *KeyValue; 2 value double
            TraceByIDResponse: 1 trace *bytes; 2 metrics *TraceByIDMetrics; 3 status uint32; 4 message string
            TraceByIDMetrics: 1 inspectedBytes uint64
            HealthCheck: 1 service string
            HealthStatus: 1 status uint32
            Time: 1 seconds int64; 2 nanos int32
            JaegerId2: 1 trace_id bytes; 2 start_time Time; 3 end_time Time; 4 raw_traces bool
            JaegerId3: 1 trace_id string; 2 start_time Time; 3 end_time Time; 4 raw_traces bool
            JaegerFind: 1 query JaegerQuery
            JaegerQuery: 1 service_name string; 2 operation_name string; 3 tags *Entry; 4 start_time_min Time; 5 start_time_max Time; 6 duration_min Time; 7 duration_max Time; 8 search_depth int32; 9 raw_traces bool; 10 filter string
            JaegerService: 1 service string; 2 span_kind string
            JaegerTimes: 1 start_time Time; 2 end_time Time
            JaegerServices: 1 services *string
            JaegerOperations2: 1 operationNames *string; 2 operations *JaegerOperation
            JaegerOperations3: 1 operations *JaegerOperation
            JaegerOperation: 1 name string; 2 span_kind string
            JaegerCalls: 1 dependencies *JaegerCall
            JaegerCall: 1 parent string; 2 child string; 3 call_count uint64; 4 source string
            JaegerChunk: 1 spans *JaegerSpan
            JaegerSpan: 1 trace_id bytes; 2 span_id bytes; 3 operation_name string; 4 references *JaegerReference; 5 flags uint32; 6 start_time Time; 7 duration Time; 8 tags *JaegerTag; 9 logs *JaegerLog; 10 process JaegerProcess; 11 process_id string; 12 warnings *string
            JaegerReference: 1 trace_id bytes; 2 span_id bytes; 3 ref_type int32
            JaegerTag: 1 key string; 2 v_type int32; 3 v_str string; 4 v_bool bool; 5 v_int64 int64; 6 v_float64 double; 7 v_binary bytes
            JaegerLog: 1 timestamp Time; 2 fields *JaegerTag
            JaegerProcess: 1 service_name string; 2 tags *JaegerTag
            """;
    private static final FileDescriptor FILE = file();

    private TempoProto() {}

    private static FileDescriptor file() {
        FileDescriptorProto.Builder file = FileDescriptorProto.newBuilder()
                .setName("tempo.proto")
                .setPackage("tempopb")
                .setSyntax("proto3")
                .addDependency(CommonProto.getDescriptor().getName());
        MESSAGES.lines().forEach(line -> file.addMessageType(message(line)));
        try {
            return FileDescriptor.buildFrom(file.build(), new FileDescriptor[] {CommonProto.getDescriptor()});
        } catch (Descriptors.DescriptorValidationException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DescriptorProto message(String line) {
        String[] parts = line.split(": ");
        DescriptorProto.Builder message = DescriptorProto.newBuilder().setName(parts[0]);
        for (String field : parts[1].split("; ")) {
            String[] words = field.split(" ");
            String type = words[2].replace("*", "");
            FieldDescriptorProto.Builder one = FieldDescriptorProto.newBuilder()
                    .setNumber(Integer.parseInt(words[0]))
                    .setName(words[1])
                    .setLabel(
                            words[2].startsWith("*")
                                    ? FieldDescriptorProto.Label.LABEL_REPEATED
                                    : FieldDescriptorProto.Label.LABEL_OPTIONAL);
            if (Character.isLowerCase(type.charAt(0))) {
                one.setType(FieldDescriptorProto.Type.valueOf("TYPE_" + type.toUpperCase(Locale.ROOT)));
            } else if (type.equals("KeyValue")) {
                one.setTypeName(".opentelemetry.proto.common.v1.KeyValue");
            } else {
                one.setTypeName(".tempopb." + type);
            }
            message.addField(one);
        }
        return message.build();
    }

    private static Descriptor type(String name) {
        return FILE.findMessageTypeByName(name);
    }

    /// A message from names and values; a list sets a repeated field.
    public static DynamicMessage of(String type, Object... fields) {
        DynamicMessage.Builder message = DynamicMessage.newBuilder(type(type));
        for (int i = 0; i < fields.length; i += 2) {
            message.setField(type(type).findFieldByName((String) fields[i]), fields[i + 1]);
        }
        return message.build();
    }

    /// @throws AssertionError for a field that is not known
    public static Tree parse(String type, byte[] bytes) {
        try {
            DynamicMessage message = DynamicMessage.parseFrom(type(type), ByteString.copyFrom(bytes));
            check(message);
            return new Tree(message);
        } catch (InvalidProtocolBufferException e) {
            throw new AssertionError(type + ": " + e.getMessage(), e);
        }
    }

    private static void check(Message message) {
        if (!message.getUnknownFields().asMap().isEmpty()) {
            throw new AssertionError("unknown fields in "
                    + message.getDescriptorForType().getName() + ": " + message.getUnknownFields());
        }
        for (Object value : message.getAllFields().values()) {
            for (Object each : value instanceof List<?> list ? list : List.of(value)) {
                if (each instanceof Message inner) {
                    check(inner);
                }
            }
        }
    }

    /// A message, to be asked by names.
    public record Tree(Message message) {
        private Descriptors.FieldDescriptor field(String name) {
            return message.getDescriptorForType().findFieldByName(name);
        }

        public boolean has(String name) {
            return message.hasField(field(name));
        }

        public Object get(String name) {
            return message.getField(field(name));
        }

        public String text(String name) {
            return get(name).toString();
        }

        public long number(String name) {
            return ((Number) get(name)).longValue();
        }

        public Tree tree(String name) {
            return new Tree((Message) get(name));
        }

        public List<Tree> trees(String name) {
            return ((List<?>) get(name))
                    .stream().map(each -> new Tree((Message) each)).toList();
        }
    }
}

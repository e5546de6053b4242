package io.rubato.server.internal.otlp;

import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import java.util.List;
import java.util.random.RandomGenerator;

/// Requests with random values in random fields, made from the descriptors of opentelemetry-proto.
final class RandomTraces {
    private static final List<String> TEXTS =
            List.of("", "a", "GET /cart", "käse", "漢字", "\ud83d\ude00", "\u0000\u001f\"\\\u2028", "x".repeat(300));
    private static final List<Long> LONGS =
            List.of(0L, 1L, -1L, 127L, 128L, 1795345600000000000L, Long.MAX_VALUE, Long.MIN_VALUE);
    private static final List<Double> DOUBLES = List.of(
            0.0,
            -0.0,
            1.0,
            0.1,
            -1e-300,
            1e300,
            Double.MIN_VALUE,
            Double.MAX_VALUE,
            Double.NaN,
            Double.POSITIVE_INFINITY,
            Double.NEGATIVE_INFINITY);

    private final RandomGenerator random;

    RandomTraces(RandomGenerator random) {
        this.random = random;
    }

    ExportTraceServiceRequest request() {
        Message message = message(ExportTraceServiceRequest.getDefaultInstance(), 0);
        try {
            return ExportTraceServiceRequest.parseFrom(message.toByteString());
        } catch (InvalidProtocolBufferException e) {
            throw new IllegalStateException(e);
        }
    }

    private Message message(Message prototype, int depth) {
        DynamicMessage.Builder builder = DynamicMessage.newBuilder(prototype.getDescriptorForType());
        for (FieldDescriptor field : prototype.getDescriptorForType().getFields()) {
            boolean wanted = field.getContainingOneof() == null
                    ? random.nextInt(4) > 0
                    : random.nextInt(field.getContainingOneof().getFieldCount()) == 0;
            if (!wanted || (depth > 8 && field.getType() == FieldDescriptor.Type.MESSAGE)) {
                continue;
            }
            if (field.isRepeated()) {
                for (int n = random.nextInt(3); n > 0; n--) {
                    builder.addRepeatedField(field, value(field, depth));
                }
            } else {
                builder.setField(field, value(field, depth));
            }
        }
        return builder.build();
    }

    private Object value(FieldDescriptor field, int depth) {
        return switch (field.getJavaType()) {
            case MESSAGE -> message(DynamicMessage.getDefaultInstance(field.getMessageType()), depth + 1);
            case STRING -> TEXTS.get(random.nextInt(TEXTS.size()));
            case BYTE_STRING ->
                bytes(
                        random.nextInt(4) == 0
                                ? random.nextInt(40)
                                : field.getName().equals("trace_id") ? 16 : 8);
            case BOOLEAN -> random.nextBoolean();
            case INT -> LONGS.get(random.nextInt(LONGS.size())).intValue();
            case LONG -> random.nextBoolean() ? random.nextLong() : LONGS.get(random.nextInt(LONGS.size()));
            case DOUBLE -> random.nextBoolean() ? random.nextGaussian() : DOUBLES.get(random.nextInt(DOUBLES.size()));
            case ENUM -> field.getEnumType().findValueByNumberCreatingIfUnknown(random.nextInt(8));
            case FLOAT -> throw new IllegalStateException("OTLP has no float");
        };
    }

    private ByteString bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }
}

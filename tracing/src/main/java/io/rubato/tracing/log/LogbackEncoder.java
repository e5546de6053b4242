package io.rubato.tracing.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import io.rubato.tracing.internal.log.LogPipeline;
import java.nio.charset.StandardCharsets;

/// A Logback encoder that gives any appender (a rolling file, say) the lines of this library.
///
/// Unlike [LogbackAppender] it neither filters by `DYN_LOG` nor exports.
public final class LogbackEncoder extends EncoderBase<ILoggingEvent> {
    @Override
    public byte[] headerBytes() {
        return new byte[0];
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        LogPipeline pipeline = LogPipeline.current();
        return pipeline.format(LogbackAppender.convert(event, pipeline.wantsSource()))
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return new byte[0];
    }
}

// Sends one trace of two spans with the OpenTelemetry JS SDK and prints its id once the exporter said success.
//   node send.mjs json|proto URL SERVICE
import { SpanKind, SpanStatusCode, trace, context } from "@opentelemetry/api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { resourceFromAttributes } from "@opentelemetry/resources";
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";

const [format, url, service] = process.argv.slice(2);
const exporter = new (format === "json" ? JsonExporter : ProtobufExporter)({ url });
const finished = new InMemorySpanExporter();
const provider = new TracerProvider({
  resource: resourceFromAttributes({ "service.name": service }),
  spanProcessors: [new SimpleSpanProcessor({ exporter: finished })],
});
const tracer = provider.getTracer("end-to-end");
const parent = tracer.startSpan("GET /basket", {
  kind: SpanKind.SERVER,
  attributes: { "http.response.status_code": 500, "basket.items": ["apple", "pear"], "basket.total": 12.5 },
});
const child = tracer.startSpan("load basket", {}, trace.setSpan(context.active(), parent));
child.addEvent("cache miss", { "cache.key": "basket:7" });
child.end();
parent.setStatus({ code: SpanStatusCode.ERROR, message: "out of stock" });
parent.end();
await provider.forceFlush();

exporter.export(finished.getFinishedSpans(), (result) => {
  if (result.code !== 0) {
    console.error(`export failed: ${result.error}`);
    process.exit(1);
  }
  console.log(parent.spanContext().traceId);
  process.stdin.once("data", () => process.exit(0));
});

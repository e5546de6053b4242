import { expect, test } from "vitest";
import { bytesPerSpan, endpointOf, isEmpty } from "./stored";

test("spans of the head are in no block", () => {
  expect(bytesPerSpan({ spans: 1100, headSpans: 100, blockBytes: 36_000 })).toBe(36);
  expect(bytesPerSpan({ spans: 100, headSpans: 100, blockBytes: 0 })).toBeNull();
  expect(bytesPerSpan({})).toBeNull();
});

test("a server that stops does not know what is stored", () => {
  expect(isEmpty({ spans: 0, readOnly: null })).toBe(true);
  expect(isEmpty({ spans: 0, readOnly: "stopping" })).toBe(false);
  expect(isEmpty({ spans: 1 })).toBe(false);
  expect(isEmpty(undefined)).toBe(false);
});

test("an address that means all interfaces is that of the page", () => {
  const listening = [
    { name: "OTLP/gRPC", url: "http://0.0.0.0:4317" },
    { name: "OTLP/HTTP", url: "http://10.0.0.1:14318/" },
    { name: "six", url: "http://[::]:1" },
  ];
  expect(endpointOf(listening, "OTLP/gRPC", 4317, "tracing.lan")).toBe("http://tracing.lan:4317");
  expect(endpointOf(listening, "OTLP/HTTP", 4318, "tracing.lan")).toBe("http://10.0.0.1:14318");
  expect(endpointOf(listening, "six", 4318, "tracing.lan")).toBe("http://tracing.lan:1");
  expect(endpointOf([], "OTLP/HTTP", 4318, "localhost")).toBe("http://localhost:4318");
});

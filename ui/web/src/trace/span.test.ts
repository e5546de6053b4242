import { expect, test } from "vitest";
import type { OtlpSpan, ResourceSpans } from "../api/otlp";
import { kindText, readTrace, UNKNOWN_SERVICE } from "./span";

function resourceSpans(service: string | null, ...spans: OtlpSpan[]): ResourceSpans {
  const attributes = service === null ? [] : [{ key: "service.name", value: { stringValue: service } }];
  return { resource: { attributes }, scopeSpans: [{ scope: {}, spans }] };
}

test("times are exact to the nanosecond, relative to the first start", () => {
  const trace = readTrace([
    resourceSpans("a", { startTimeUnixNano: "1795345600000000007", endTimeUnixNano: "1795345600000000009" }),
    resourceSpans("b", { startTimeUnixNano: "1795345600000000001", endTimeUnixNano: "1795345600000000004" }),
  ]);
  expect(trace.startNanos).toBe(1795345600000000001n);
  expect(trace.spans.map((s) => [s.service, s.start, s.duration])).toEqual([
    ["a", 6, 2],
    ["b", 0, 3],
  ]);
  expect(trace.duration).toBe(8);
});

test("a span that ends before it starts does not shorten the trace", () => {
  const trace = readTrace([resourceSpans("a", { startTimeUnixNano: "100", endTimeUnixNano: "90" })]);
  expect(trace.spans[0]?.duration).toBe(-10);
  expect(trace.duration).toBe(0);
});

test("absent fields have defined values", () => {
  const [span] = readTrace([resourceSpans(null, { parentSpanId: "AAAAAAAAAAA=" })]).spans;
  expect(span).toMatchObject({ service: UNKNOWN_SERVICE, name: "(no name)", parentId: "", error: false });
  expect(readTrace([]).spans).toEqual([]);
});

test("status and kind come as names or numbers", () => {
  const spans = readTrace([
    resourceSpans("a", { status: { code: "STATUS_CODE_ERROR" } }, { status: { code: 2 } }, { status: {} }),
  ]).spans;
  expect(spans.map((s) => s.error)).toEqual([true, true, false]);
  expect(kindText({ kind: "SPAN_KIND_SERVER" })).toBe("server");
  expect(kindText({ kind: 3 })).toBe("client");
  expect(kindText({ kind: "SPAN_KIND_UNSPECIFIED" })).toBe("");
  expect(kindText({})).toBe("");
});

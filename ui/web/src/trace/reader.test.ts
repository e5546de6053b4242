import { expect, test } from "vitest";
import { exportJson, readFile, traceIdOf } from "./file";
import { TraceReader } from "./reader";
import { readTrace } from "./span";

const stored = [
  {
    resource: { attributes: [{ key: "service.name", value: { stringValue: "web" } }] },
    scopeSpans: [
      {
        spans: [
          {
            traceId: "AQIDBAUGBwgJCgsMDQ4PEA==",
            spanId: "AAAAAAAAAAE=",
            name: "GET /",
            startTimeUnixNano: "1000",
            endTimeUnixNano: "9000",
            attributes: [{ key: "user.id", value: { stringValue: "Ann" } }],
            events: [{ timeUnixNano: "2000", name: "cache miss" }],
          },
          {
            traceId: "AQIDBAUGBwgJCgsMDQ4PEA==",
            spanId: "AAAAAAAAAAI=",
            parentSpanId: "AAAAAAAAAAE=",
            name: "SELECT",
            startTimeUnixNano: "3000",
            endTimeUnixNano: "4000",
            attributes: [
              { key: "busy_ns", value: { intValue: "250" } },
              { key: "idle_ns", value: { intValue: "750" } },
            ],
            status: { code: "STATUS_CODE_ERROR", message: "no such table" },
          },
        ],
      },
    ],
  },
];

test("a trace is read with its head, its rows and its records", () => {
  const reader = new TraceReader(readTrace(stored), "a part");
  expect(reader.head).toMatchObject({ duration: 8000, spanCount: 2, errorCount: 1, message: "a part" });
  expect(reader.rows.map(({ span, self }) => [span.name, span.events, span.busy, self])).toEqual([
    ["GET /", [1000], null, 7000],
    ["SELECT", [], 250, 1000],
  ]);
  expect(reader.record(1)?.otlp.name).toBe("SELECT");
  expect(reader.record(2)).toBeNull();
});

test.each([
  ["user.id=ann", [0]],
  ["CACHE", [0]],
  ["no such table", [1]],
  ["service.name=web", [0, 1]],
  ["0000000000000002", [1]],
  ["nothing", []],
  [" ", []],
])("%s is found in spans %j", (text, indexes) => {
  expect(new TraceReader(readTrace(stored), null).find(text)).toEqual(indexes);
});

test("what is exported is OTLP/JSON with hex ids, and can be read again", () => {
  const text = exportJson(stored);
  expect(JSON.parse(text).resourceSpans[0].scopeSpans[0].spans[1]).toMatchObject({
    traceId: "0102030405060708090a0b0c0d0e0f10",
    parentSpanId: "0000000000000001",
  });
  expect(traceIdOf(readFile(text))).toBe("0102030405060708090a0b0c0d0e0f10");
});

test("files of other shapes are read, too", () => {
  expect(readFile(JSON.stringify({ trace: { resourceSpans: stored } }))).toEqual(stored);
  expect(readFile(JSON.stringify({ batches: stored }))).toEqual(stored);
  const line = JSON.stringify({ resourceSpans: stored });
  expect(readFile(`${line}\n${line}\n`)).toHaveLength(2);
});

test("a file that has no trace is refused in words", () => {
  expect(() => readFile("{}")).toThrow("The file has no spans: expected OTLP/JSON");
  expect(() => readFile("hello")).toThrow("The file is not JSON");
});

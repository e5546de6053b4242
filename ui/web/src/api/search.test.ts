import { expect, test } from "vitest";
import { type Found, joined, searchUrl } from "./search";

const QUESTION = { query: '{ name = "a&b" }', range: "1h", order: "start" } as const;

test("the query is sent whole, and the range ends a little ahead of this clock", () => {
  const url = new URL(searchUrl(QUESTION, 1_000_000_000_001), "http://localhost");
  expect(url.pathname).toBe("/api/rubato/search");
  expect(url.searchParams.get("q")).toBe('{ name = "a&b" }');
  expect(url.searchParams.get("limit")).toBe("50");
  expect(url.searchParams.get("end")).toBe("1000000031");
  expect(url.searchParams.get("stream")).toBe("true");
});

test("what comes after a cursor is not streamed", () => {
  const url = new URL(searchUrl({ ...QUESTION, cursor: "1-2" }, 0), "http://localhost");
  expect(url.searchParams.get("cursor")).toBe("1-2");
  expect(url.searchParams.get("stream")).toBeNull();
});

test("lines add up", () => {
  const empty: Found = { traces: [], progress: 0, warnings: [] };
  const half = joined(empty, { traces: [{ traceID: "1" }], metrics: { completedJobs: 2, totalJobs: 4 } });
  expect(half.progress).toBe(0.5);
  const whole = joined(half, {
    traces: [{ traceID: "2" }],
    metrics: { inspectedSpans: "7" },
    cursor: "1-2",
    status: "COMPLETE",
  });
  expect(whole).toEqual({
    traces: [{ traceID: "1" }, { traceID: "2" }],
    progress: 1,
    warnings: [],
    cursor: "1-2",
    inspected: { spans: 7, bytes: 0 },
  });
  expect(() => joined(empty, { error: "too slow" })).toThrow("too slow");
});

import { expect, test } from "vitest";
import type { Pieces } from "../../api/status";
import {
  bytesPerSpan,
  endpointOf,
  headsHold,
  isEmpty,
  rareEvents,
  waitingTraces,
  writeAmplification,
} from "./stored";

const NO_PIECES: Pieces = {
  tracesWaiting: 0,
  tracesInHeads: 0,
  oldestSeconds: 0,
  spansFlushed: 0,
  spansMoved: 0,
  spansMerged: 0,
};

test("spans in heads are in no block", () => {
  expect(bytesPerSpan({ spans: 1100, headSpans: 100, blockBytes: 36_000 })).toBe(36);
  expect(bytesPerSpan({ spans: 100, headSpans: 100, blockBytes: 0 })).toBeNull();
  expect(bytesPerSpan({})).toBeNull();
});

test("spans are written once, and again when they are moved or merged", () => {
  const pieces = { ...NO_PIECES, spansFlushed: 1000, spansMoved: 30, spansMerged: 10 };
  expect(writeAmplification(pieces)).toBeCloseTo(1.04);
  expect(writeAmplification({ ...pieces, spansFlushed: 0 })).toBeNull();
});

test("heads hold some time of traffic, if there is any", () => {
  const heads = { count: 3, bytesPerSpan: 400, secondsHeld: 65, flushesForced: 0 };
  expect(headsHold(heads)).toBe("65 s");
  expect(headsHold({ ...heads, secondsHeld: 7200 })).toBe("2 h");
  expect(headsHold({ ...heads, secondsHeld: null })).toBeNull();
});

test("the trace that waits longest is told if one waits", () => {
  expect(waitingTraces({ ...NO_PIECES, tracesWaiting: 1200, oldestSeconds: 14 })).toEqual({
    count: "1,200",
    oldest: "oldest 14 s",
  });
  expect(waitingTraces(NO_PIECES)).toEqual({ count: "0", oldest: null });
});

test("what happens all the time is no rare event", () => {
  const events = { spans_flushed: 5000, spans_moved: 10, flushes_forced: 2, log_damaged: 1, merge_failed: 3 };
  expect(rareEvents({ ...events, blocks_damaged: 0 })).toEqual([
    ["merge_failed", 3],
    ["log_damaged", 1],
  ]);
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

import { expect, test } from "vitest";
import { readLogs } from "./logs";

const id = "0102030405060708090a0b0c0d0e0f10";

test("the lines of a trace come in the order of their time", () => {
  const logs = readLogs(
    `{"time":"2026-11-22T20:24:28.220653Z","level":"INFO","target":"t","message":"second","tokens":3,"trace_id":"${id}","span_id":"833217a685bc33dc"}
{"time":"2026-11-22T20:24:28.220001Z","level":"warn","message":"first","trace_id":"${id.toUpperCase()}"}

{"time":"2026-11-22T20:24:28Z","level":"INFO","message":"of another","trace_id":"ff"}
not json
[]`,
    id,
  );
  expect(logs.lines.map((line) => [line.message, line.level, line.spanId, line.fields])).toEqual([
    ["first", "WARN", "", []],
    ["second", "INFO", "833217a685bc33dc", [["tokens", "3"]]],
  ]);
  expect((logs.lines[1]?.millis ?? 0) - (logs.lines[0]?.millis ?? 0)).toBeCloseTo(0.652, 3);
  expect(logs).toMatchObject({ otherTraces: 2, unreadable: 1 });
});

import { expect, test } from "vitest";
import type { ModelRequest } from "../../api/requests";
import { anatomyOf, type StageSpan } from "./anatomy";

const request: ModelRequest = {
  traceId: "1",
  spanId: "2",
  requestId: "r",
  startNanos: "1795390734588838497",
  duration: 1000e-9,
  timeToFirstToken: Number.NaN,
  inputTokens: 5,
  outputTokens: 11,
  error: "",
};

function span(from: number, duration: number, isAttribute = false): StageSpan {
  return { spanId: String(from), start: BigInt(request.startNanos) + BigInt(from), duration, isAttribute };
}

test("stages add up with the rest, and say when the first token was there", () => {
  const anatomy = anatomyOf(request, {
    "prefill queue": [span(10, 190)],
    prefill: [span(200, 90)],
    "hand-over": [span(400, 50)],
    "first token": [span(450, 10)],
    decode: [span(460, 500)],
  });
  expect(anatomy.phases.map(({ id, start, duration }) => [id, start, duration])).toEqual([
    ["prefill queue", 10, 190],
    ["prefill", 200, 90],
    ["hand-over", 400, 50],
    ["first token", 450, 10],
    ["decode", 460, 500],
  ]);
  expect(anatomy.rest).toBe(160);
  expect(anatomy.timeToFirstToken).toBe(460);
  expect(anatomy.perToken).toBe(50);
});

test("the request's own time to the first token comes first", () => {
  const anatomy = anatomyOf({ ...request, timeToFirstToken: 475e-9 }, { "first token": [span(450, 10)] });
  expect(anatomy.timeToFirstToken).toBeCloseTo(475, 6);
  expect(anatomy.perToken).toBeCloseTo(52.5, 6);
});

test("stages that are attributes of one span follow one another", () => {
  const anatomy = anatomyOf(request, {
    "prefill queue": [span(0, 300, true)],
    prefill: [span(0, 100, true)],
    decode: [span(0, 600, true)],
  });
  expect(anatomy.phases.map((phase) => phase.start)).toEqual([0, 300, 400]);
  expect(anatomy.rest).toBe(0);
});

test("the spans of a stage that was done in parts are added up", () => {
  const anatomy = anatomyOf(request, { decode: [span(100, 20), span(130, 20), span(160, 20)] });
  expect(anatomy.phases).toMatchObject([{ id: "decode", start: 100, duration: 60 }]);
});

test("a request that got no token has none", () => {
  const anatomy = anatomyOf({ ...request, outputTokens: Number.NaN }, { "prefill queue": [span(10, 80)] });
  expect(anatomy).toMatchObject({ timeToFirstToken: null, perToken: null, rest: 920 });
});

import { expect, test } from "vitest";
import { COLOUR_COUNT, servicesOf } from "./services";
import { readTrace } from "./span";

function spansOf(...services: string[]) {
  return readTrace(
    services.map((name, i) => ({
      resource: { attributes: [{ key: "service.name", value: { stringValue: name } }] },
      scopeSpans: [{ spans: [{ startTimeUnixNano: String(100 - i), status: { code: i % 2 } }] }],
    })),
  ).spans;
}

test("services are counted in the order in which they first worked", () => {
  const services = [...servicesOf(spansOf("db", "web", "db")).values()];
  expect(services.map((s) => [s.name, s.spanCount, s.colour])).toEqual([
    ["db", 2, 0],
    ["web", 1, 1],
  ]);
});

test("colours come again when they run out", () => {
  const names = Array.from({ length: COLOUR_COUNT + 1 }, (_, i) => `s${i}`);
  const colours = [...servicesOf(spansOf(...names)).values()].map((s) => s.colour);
  expect(colours.at(-1)).toBe(0);
  expect(new Set(colours).size).toBe(COLOUR_COUNT);
});

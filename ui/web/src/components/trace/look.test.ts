import { expect, test } from "vitest";
import { type Look, lookOf, parametersOf } from "./look";

const USUAL = lookOf();

test("what is as usual is not said", () => {
  expect(parametersOf(USUAL)).toEqual({});
});

test.each<Partial<Look>>([
  { view: "flame", frame: [0, 2] },
  { grouping: "repeats", toggled: ["group-0a", "0b"] },
  { time: { from: 5, length: 20 }, critical: false },
  { view: "statistics", by: "service", sort: "-count" },
  { find: "a=b c" },
])("%j is the same again from its parameters", (part) => {
  const look = { ...USUAL, ...part };
  expect(lookOf(parametersOf(look))).toEqual(look);
});

test("what is not known is as usual", () => {
  expect(lookOf({ view: "x", rows: "x", time: "9-3", by: "x", critical: "x" })).toEqual(USUAL);
});

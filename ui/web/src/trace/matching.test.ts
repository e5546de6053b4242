import { expect, test } from "vitest";
import { tree } from "./fixtures";
import { changesOf, matchTraces } from "./matching";

const a = tree(`
root 0 1000
  load 0 100
  call 100 200
  call 200 300
  save 300 320
`);
const b = tree(`
root 0 2000
  load 0 101
  check 101 150
  call 150 1500
  save 1500 1520
    flush 1500 1510
`);

test("spans are matched by their place, and the others stand where they are missed", () => {
  const found = matchTraces(a, b).map(
    ({ a: x, b: y, depth, difference, delta }) =>
      `${"-".repeat(depth)}${(x ?? y)?.span.name} ${difference} ${delta}`,
  );
  expect(found).toEqual([
    "root slower 1000",
    "-load same 1",
    "-check added 49",
    "-call slower 1250",
    "-call removed -100",
    "-save same 0",
    "--flush added 10",
  ]);
});

test("a trace is like itself", () => {
  expect(new Set(matchTraces(a, a).map((match) => match.difference))).toEqual(new Set(["same"]));
});

test("changes are by self time of operations, the greatest first", () => {
  expect(changesOf(a, b).map((one) => [one.name, one.after - one.before])).toEqual([
    ["call", 1150],
    ["root", -200],
    ["check", 49],
    ["save", -10],
    ["flush", 10],
    ["load", 1],
  ]);
});

test("a fan of 20,000 children is matched at once", () => {
  const children = Array.from({ length: 20_000 }, (_, i) => `  c${i} ${i} ${i + 1}`);
  const fan = tree(["root 0 20000", ...children].join("\n"));
  expect(matchTraces(fan, fan)).toHaveLength(20_001);
});

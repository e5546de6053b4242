import { expect, test } from "vitest";
import { tree } from "./fixtures";

test("self time is what no child covers, and children that overlap count once", () => {
  const rows = tree(`
a 0 100
  b 10 40
  c 30 60
  d 90 130
`);
  expect(rows.map((row) => row.self)).toEqual([40, 30, 30, 40]);
});

test("the critical path goes back from the end by the child that ended last", () => {
  const rows = tree(`
a 0 100
  b 10 40
    e 20 30
  c 20 70
  d 60 90
`);
  const critical = Object.fromEntries(rows.map((row) => [row.span.name, row.critical]));
  // c overlaps d, which ended later; before d only b is under way.
  expect(critical).toEqual({
    a: [90, 100, 40, 60, 0, 10],
    d: [60, 90],
    c: [],
    b: [30, 40, 10, 20],
    e: [20, 30],
  });
  const length = Object.values(critical)
    .flat()
    .reduce((sum, time, i) => sum + (i % 2 === 0 ? -time : time), 0);
  expect(length).toBe(100);
});

test("a child that outlives its parent counts up to the parent's end", () => {
  const rows = tree(`
a 0 100
  b 50 300
`);
  expect(rows.map((row) => row.critical)).toEqual([
    [0, 50],
    [50, 100],
  ]);
});

test("of several roots the longest has the critical path", () => {
  const rows = tree(`
a 0 10
b 5 90
`);
  expect(rows.map((row) => row.critical)).toEqual([[], [5, 90]]);
});

test("only a child of another service shows a clock that is off", () => {
  const rows = tree(`
a 5000 9000 @web
  b 3000 4000 @db
  c 3000 4000 @web
  d 4900 6000 @db
`);
  const skews = Object.fromEntries(rows.map((row) => [row.span.name, row.skew]));
  expect(skews).toEqual({ a: 0, b: 2000, c: 0, d: 0 });
});

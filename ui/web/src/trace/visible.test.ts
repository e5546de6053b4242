import { expect, test } from "vitest";
import { asTree } from "./client";
import { tree } from "./fixtures";
import { type Grouping, revealing, standIn, visibleRows } from "./visible";

const rows = tree(`
a 0 100 @web
  b 1 9 @web
  q 10 12 @db
    r 10 11 @db
  q 20 22 @db
  q 30 32 @db
  q 40 42 @db
  c 50 90 @pay
    d 51 60 @pay
      e 52 55 @db
`);

function drawn(grouping: Grouping, toggled: string[] = []): string[] {
  return visibleRows(rows, grouping, new Set(toggled)).map(
    ({ row, depth, members, absorbed }) =>
      `${"-".repeat(depth)}${members ? `${members.length}x` : ""}${row.span.name}${absorbed ? `+${absorbed}` : ""}`,
  );
}

test("each span has a row, and a closed one hides what is below it", () => {
  expect(drawn("spans")).toEqual(["a", "-b", "-q", "--r", "-q", "-q", "-q", "-c", "--d", "---e"]);
  expect(drawn("spans", ["c-7"])).toEqual(["a", "-b", "-q", "--r", "-q", "-q", "-q", "-c"]);
});

test("repeated siblings are one row until it is opened", () => {
  expect(drawn("repeats")).toEqual(["a", "-b", "-4xq", "-c", "--d", "---e"]);
  expect(drawn("repeats", ["group-q-2"])).toEqual([
    "a",
    "-b",
    "-4xq",
    "--q",
    "---r",
    "--q",
    "--q",
    "--q",
    "-c",
    "--d",
    "---e",
  ]);
});

test("by service there is a row where one is entered", () => {
  expect(drawn("services")).toEqual(["a+1", "-q+1", "-q", "-q", "-q", "-c+1", "--e"]);
  expect(drawn("services", ["c-7"])).toEqual(["a+1", "-q+1", "-q", "-q", "-q", "-c+1"]);
});

test("the first rows alone are drawn in each way", () => {
  for (let count = 0; count <= rows.length; count++) {
    const first = asTree(rows.slice(0, count));
    for (const grouping of ["spans", "repeats", "services"] as const) {
      expect(visibleRows(first, grouping, new Set()).length).toBeLessThanOrEqual(count);
    }
  }
});

test("a span is revealed by opening what is around it", () => {
  const closed = new Set(["a-0", "c-7"]);
  const e = rows.findIndex((row) => row.span.name === "e");
  const r = rows.findIndex((row) => row.span.name === "r");
  expect([...revealing(rows, "spans", closed, e)]).toEqual([]);
  expect([...revealing(rows, "repeats", new Set(), r)]).toEqual(["group-q-2"]);
  expect(standIn(rows, "services", r)).toBe("q-2");
  expect(standIn(rows, "spans", r)).toBe("r-3");
});

import { expect, test } from "vitest";
import { span } from "./fixtures";
import { type Row, treeRows } from "./tree";

function drawn(rows: Row[]): string[] {
  return rows.map((row) => `${"-".repeat(row.depth)}${row.span.name}${row.hint ? ` (${row.hint})` : ""}`);
}

test("children stand under their parent, siblings by start, whatever the order they came in", () => {
  const rows = treeRows([span("c", "a", 9), span("d", "b", 5), span("b", "a", 3), span("a", "", 1)]);
  expect(drawn(rows)).toEqual(["a", "-b", "--d", "-c"]);
  expect(rows.map((row) => row.end)).toEqual([4, 3, 3, 4]);
  expect(rows.map((row) => row.childCount)).toEqual([2, 1, 0, 0]);
});

test("a span whose parent is missing is a root with a hint", () => {
  const rows = treeRows([span("a"), span("x", "gone"), span("y", "x")]);
  expect(drawn(rows)).toEqual(["a", "x (missing parent)", "-y"]);
});

test("cycles are opened at their earliest span", () => {
  const rows = treeRows([span("a"), span("p", "q"), span("q", "p"), span("self", "self"), span("r", "q")]);
  expect(drawn(rows)).toEqual(["a", "p (cyclic parents)", "-q", "--r", "self (cyclic parents)"]);
});

test("of several spans with one id the first is the parent", () => {
  const rows = treeRows([span("a"), span("b", "a"), span("b", "a"), span("c", "b")]);
  expect(drawn(rows)).toEqual(["a", "-b", "--c", "-b"]);
  expect(rows.map((row) => row.span.key)).toEqual(["a", "b", "c", "b.2"]);
});

test("a chain and a fan of 20,000 spans", () => {
  const count = 20_000;
  const chain = Array.from({ length: count }, (_, i) => span(`${i}`, i === 0 ? "" : `${i - 1}`));
  expect(treeRows(chain).at(-1)?.depth).toBe(count - 1);
  const fan = Array.from({ length: count }, (_, i) => span(`${i}`, i === 0 ? "" : "0"));
  expect(treeRows(fan)[0]).toMatchObject({ childCount: count - 1, end: count });
});

import { expect, test } from "vitest";
import { tree } from "./fixtures";
import { pack, unpack } from "./packed";

test("rows are the same after they were packed", () => {
  const rows = tree(`
a 0 100 @web
  b 10 20 @db
  b 15 40 @db
c 50 60 @web
`);
  const [first, second] = rows.map((row) => row.span);
  Object.assign(first ?? {}, { events: [1, 2.5], linkCount: 3, kind: "server" });
  Object.assign(second ?? {}, { busy: 4, idle: 0, error: true, events: [12], key: "b.2" });
  Object.assign(rows[3] ?? {}, { hint: "missing parent", skew: 7 });
  expect(unpack(structuredClone(pack(rows)))).toEqual(rows);
  expect(unpack(pack([]))).toEqual([]);
});

import { expect, test } from "vitest";
import { readTrace } from "../../trace/span";
import { treeRows } from "../../trace/tree";
import { visibleRows } from "../../trace/visible";
import { treeAction } from "./treeKeys";

const ids = ["0000000000000001", "0000000000000002", "0000000000000003"] as const;
const tree = treeRows(
  readTrace([
    {
      scopeSpans: [
        {
          spans: [
            { spanId: ids[0] },
            { spanId: ids[1], parentSpanId: ids[0], startTimeUnixNano: "1" },
            { spanId: ids[2], parentSpanId: ids[0], startTimeUnixNano: "2" },
          ],
        },
      ],
    },
  ]).spans,
);
const rows = visibleRows(tree, "spans", new Set());

test("arrows walk the rows and stop at the ends", () => {
  expect(treeAction("ArrowDown", rows, 0)).toEqual({ type: "go", index: 1 });
  expect(treeAction("ArrowDown", rows, 2)).toEqual({ type: "go", index: 2 });
  expect(treeAction("ArrowUp", rows, 0)).toEqual({ type: "go", index: 0 });
  expect(treeAction("End", rows, 0)).toEqual({ type: "go", index: 2 });
});

test("left folds, then goes to the parent; right unfolds, then goes to the first child", () => {
  expect(treeAction("ArrowLeft", rows, 0)).toEqual({ type: "fold", index: 0 });
  expect(treeAction("ArrowLeft", rows, 2)).toEqual({ type: "go", index: 0 });
  const folded = visibleRows(tree, "spans", new Set([ids[0]]));
  expect(treeAction("ArrowRight", folded, 0)).toEqual({ type: "unfold", index: 0 });
  expect(treeAction("ArrowRight", rows, 0)).toEqual({ type: "go", index: 1 });
  expect(treeAction("ArrowRight", rows, 1)).toBeNull();
});

test("other keys are the browser's", () => {
  expect(treeAction("Tab", rows, 0)).toBeNull();
  expect(treeAction("ArrowDown", [], 0)).toBeNull();
});

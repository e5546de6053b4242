import { analyse } from "./analysis";
import type { Span } from "./span";
import { type Row, treeRows } from "./tree";

let made = 0;

/** A span for tests; one that is given no start begins after those before it. */
export function span(spanId: string, parentId = "", start = made, duration = 1): Span {
  const index = made++;
  const key = `${spanId}#${index}`;
  const name = spanId;
  return {
    ...{ index, key, spanId, parentId, service: "s", name, kind: "", start, duration, error: false },
    ...{ busy: null, idle: null, events: [], linkCount: 0 },
  };
}

/** Rows of a tree that is written as "name start end", two spaces deeper for each level; "@s" is a service. */
export function tree(text: string): Row[] {
  const path: Span[] = [];
  const spans: Span[] = [];
  for (const line of text.split("\n").filter((one) => one.trim() !== "")) {
    const depth = line.search(/\S/) / 2;
    const [name = "", start = "0", end = "0", service = "@s"] = line.trim().split(/\s+/);
    const made = span(
      `${name}-${spans.length}`,
      path[depth - 1]?.spanId ?? "",
      Number(start),
      Number(end) - Number(start),
    );
    made.name = name;
    made.service = service.slice(1);
    path[depth] = made;
    spans.push(made);
  }
  spans.forEach((one, i) => {
    one.index = i;
    one.key = `${one.name}-${i}`;
  });
  return analyse(treeRows(spans));
}

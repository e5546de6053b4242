import type { VisibleRow } from "../../trace/visible";

/** What a key does in the tree: go to a row, fold or unfold one, open or close the details. */
export type TreeAction =
  | { type: "go"; index: number }
  | { type: "fold"; index: number }
  | { type: "unfold"; index: number }
  | { type: "open"; index: number }
  | { type: "close" };

/** The usual keys of a tree (WAI-ARIA tree view pattern), null for any other key. */
export function treeAction(key: string, rows: VisibleRow[], active: number): TreeAction | null {
  const row = rows[active];
  if (!row) return null;
  const last = rows.length - 1;
  const isOpen = row.childCount > 0 && row.isOpen;
  switch (key) {
    case "ArrowDown":
      return { type: "go", index: Math.min(last, active + 1) };
    case "ArrowUp":
      return { type: "go", index: Math.max(0, active - 1) };
    case "PageDown":
      return { type: "go", index: Math.min(last, active + 20) };
    case "PageUp":
      return { type: "go", index: Math.max(0, active - 20) };
    case "Home":
      return { type: "go", index: 0 };
    case "End":
      return { type: "go", index: last };
    case "ArrowRight":
      if (row.childCount === 0) return null;
      return isOpen ? { type: "go", index: active + 1 } : { type: "unfold", index: active };
    case "ArrowLeft":
      return isOpen ? { type: "fold", index: active } : { type: "go", index: parentIndex(rows, active) };
    case "Enter":
    case " ":
      return { type: "open", index: active };
    case "Escape":
      return { type: "close" };
    default:
      return null;
  }
}

function parentIndex(rows: VisibleRow[], index: number): number {
  const depth = rows[index]?.depth ?? 0;
  for (let i = index - 1; i >= 0; i--) if ((rows[i] as VisibleRow).depth < depth) return i;
  return index;
}

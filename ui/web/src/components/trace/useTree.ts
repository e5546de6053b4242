import { useMemo, useState } from "react";
import type { Row } from "../../trace/tree";
import { type Grouping, revealing, standIn, type VisibleRow, visibleRows } from "../../trace/visible";
import type { Look } from "./look";

export interface Tree {
  rows: VisibleRow[];
  grouping: Grouping;
  group: (grouping: Grouping) => void;
  /** The index of the row that the keyboard is on. */
  active: number;
  /** Whether somebody went there. */
  isMarked: boolean;
  toggle: (key: string) => void;
  activate: (key: string) => void;
  /** Opens what hides a span and makes it the active row. */
  reveal: (spanKey: string) => void;
  /** Closes all rows, or opens them. */
  foldAll: (closed: boolean) => void;
}

/** What of a trace's tree is open, and where in it the keyboard is; the URL has it too. */
export function useTree(
  all: Row[],
  selected: string | null,
  { grouping, toggled: first }: Look,
  change: (part: Partial<Look>) => void,
): Tree {
  const [toggled, keepToggled] = useState<ReadonlySet<string>>(() => new Set(first));
  const setToggled = (next: ReadonlySet<string>, more: Partial<Look> = {}) => {
    keepToggled(next);
    change({ ...more, toggled: [...next] });
  };
  const [activeKey, setActiveKey] = useState(selected);
  const rows = useMemo(() => visibleRows(all, grouping, toggled), [all, grouping, toggled]);
  const active = useMemo(
    () => Math.max(0, activeKey === null ? 0 : rows.findIndex((row) => row.key === activeKey)),
    [rows, activeKey],
  );
  return {
    rows,
    grouping,
    group: (next) => setToggled(new Set(), { grouping: next }),
    active,
    isMarked: activeKey !== null,
    toggle: (key) => {
      const next = new Set(toggled);
      if (!next.delete(key)) next.add(key);
      setToggled(next);
    },
    activate: setActiveKey,
    reveal: (spanKey) => {
      const index = all.findIndex((row) => row.span.key === spanKey);
      if (index < 0) return;
      const next = revealing(all, grouping, toggled, index);
      if (next.size !== toggled.size) setToggled(next);
      setActiveKey(standIn(all, grouping, index));
    },
    foldAll: (closed) => setToggled(new Set(closed ? foldable(all) : [])),
  };
}

function foldable(all: Row[]): string[] {
  return all.filter((row) => row.childCount > 0 && row.depth > 0).map((row) => row.span.key);
}

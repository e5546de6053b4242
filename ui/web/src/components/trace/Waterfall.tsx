import { useVirtualizer } from "@tanstack/react-virtual";
import { type CSSProperties, type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { barOf, ticks } from "../../trace/layout";
import type { Service } from "../../trace/services";
import type { Trace } from "../../trace/span";
import { type Row, unfoldedRows } from "../../trace/tree";
import { Ruler } from "./Ruler";
import { type TreeAction, treeAction } from "./treeKeys";
import { useMediaQuery } from "./useMediaQuery";
import { rowId, WaterfallRow } from "./WaterfallRow";

interface Props {
  rows: Row[];
  trace: Trace;
  services: Map<string, Service>;
  selected: string | null;
  select: (key: string | null) => void;
}

/** The spans of a trace as a tree over time. Only the rows in sight are in the document. */
export function Waterfall({ rows: all, trace, services, selected, select }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const rows = useMemo(() => unfoldedRows(all, folded), [all, folded]);
  const [activeKey, setActiveKey] = useState(selected);
  const active = useMemo(
    () =>
      Math.max(
        0,
        rows.findIndex((row) => row.span.key === activeKey),
      ),
    [rows, activeKey],
  );
  const isNarrow = useMediaQuery("(max-width: 700px)");
  const marks = ticks(trace.duration, isNarrow ? 3 : 5);
  const gridStep = barOf(marks[1] ?? trace.duration, 0, trace.duration).left || 100;
  const rowHeight = isNarrow ? 46 : 28;
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows are measured anew when their height changes
  useEffect(() => virtual.measure(), [rowHeight, virtual]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the span of the URL that was opened is scrolled to
  useEffect(() => {
    if (active > 0) virtual.scrollToIndex(active, { align: "center" });
  }, []);

  const toggle = (key: string) => {
    const next = new Set(folded);
    if (!next.delete(key)) next.add(key);
    setFolded(next);
  };
  const act = (action: TreeAction) => {
    if (action.type === "close") return select(null);
    const key = rows[action.index]?.span.key;
    if (key === undefined) return;
    setActiveKey(key);
    if (action.type === "open") select(key);
    else if (action.type === "go") virtual.scrollToIndex(action.index);
    else toggle(key);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const action = treeAction(event.key, rows, active, folded);
    if (!action) return;
    event.preventDefault();
    act(action);
  };
  const activeRow = rows[active];
  return (
    <div className="waterfall" style={{ "--grid-step": `${gridStep}%` } as CSSProperties}>
      <Ruler duration={trace.duration} marks={marks} />
      <div
        ref={scroller}
        className="rows"
        role="tree"
        tabIndex={0}
        aria-label="Spans"
        aria-activedescendant={activeRow && rowId(activeRow)}
        onKeyDown={onKeyDown}
      >
        <div className="rows-height" role="presentation" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const row = rows[item.index] as Row;
            return (
              <WaterfallRow
                key={row.span.key}
                row={row}
                top={item.start}
                height={rowHeight}
                traceDuration={trace.duration}
                colour={services.get(row.span.service)?.colour ?? 0}
                folded={folded.has(row.span.key)}
                active={item.index === active}
                selected={row.span.key === selected}
                open={() => act({ type: "open", index: item.index })}
                toggle={() => act({ type: "fold", index: item.index })}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

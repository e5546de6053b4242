import { type CSSProperties, type KeyboardEvent, useCallback, useEffect, useMemo, useRef } from "react";
import { placeOf, type TimeWindow, ticks } from "../../trace/layout";
import type { Service } from "../../trace/services";
import type { Row } from "../../trace/tree";
import type { VisibleRow } from "../../trace/visible";
import { useWidth } from "../chart/useWidth";
import { useVirtualRows } from "../common/useVirtualRows";
import { Overview } from "./Overview";
import { Ruler } from "./Ruler";
import { type TreeAction, treeAction } from "./treeKeys";
import { useMediaQuery } from "./useMediaQuery";
import { useNameWidth } from "./useNameWidth";
import type { Tree } from "./useTree";
import { rowId, WaterfallRow } from "./WaterfallRow";

interface Props {
  /** All, for the overview. */
  all: Row[];
  tree: Tree;
  duration: number;
  services: Map<string, Service>;
  selected: string | null;
  select: (key: string | null) => void;
  critical: boolean;
  /** The part of the time that is seen, null for all. */
  zoom: TimeWindow | null;
  setZoom: (time: TimeWindow | null) => void;
  /** The keys of the spans that have the text that is looked for. */
  found: ReadonlySet<string>;
}

/** Room for the time at a mark of the axis, pixels. */
const TICK_ROOM = 95;

/** A trace of fewer spans is seen whole anyway. */
const LEAST_FOR_OVERVIEW = 25;

/** The spans of a trace as a tree over time. Only the rows in sight are in the document. */
export function Waterfall(props: Props) {
  const { all, tree, duration, services, selected, select, critical, zoom, setZoom, found } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const { rows, active } = tree;
  const time = useMemo(() => zoom ?? { from: 0, length: duration }, [zoom, duration]);
  const isNarrow = useMediaQuery("(max-width: 700px)");
  const [axis, axisWidth] = useWidth<HTMLDivElement>();
  const marks = ticks(time, Math.max(2, (axisWidth || 700) / TICK_ROOM));
  const gridStep = placeOf(time.from + marks.step, time) || 100;
  const gridFrom = placeOf(marks.marks[0] ?? time.from, time);
  const [nameWidth, setNameWidth] = useNameWidth();
  const rowHeight = isNarrow ? 46 : 28;
  const virtual = useVirtualRows(scroller, rows.length, rowHeight);
  const activeRow = rows[active];
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another active row is scrolled to
  useEffect(() => {
    if (activeRow && active > 0) virtual.scrollTo(active);
  }, [activeRow?.key]);

  const act = (action: TreeAction) => {
    if (action.type === "close") return select(null);
    const row = rows[action.index];
    if (!row) return;
    tree.activate(row.key);
    if (action.type === "go") {
      virtual.scrollTo(action.index);
      if (selected !== null && !row.members) select(row.key);
    } else if (action.type === "open" && !row.members) select(row.key);
    else tree.toggle(row.key);
  };
  const latest = useRef(act);
  latest.current = act;
  const actLater = useCallback((action: TreeAction) => latest.current(action), []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "z" && activeRow) setZoom(zoom ? null : aroundOf(activeRow, duration));
    const action = treeAction(event.key, rows, active);
    if (!action) return;
    event.preventDefault();
    act(action);
  };
  return (
    <div
      className={tree.isMarked ? "waterfall marked" : "waterfall"}
      style={
        {
          "--grid-step": `${gridStep}%`,
          "--grid-from": `${gridFrom}%`,
          ...(nameWidth !== null && { "--name-width": `${nameWidth}%` }),
        } as CSSProperties
      }
    >
      {all.length >= LEAST_FOR_OVERVIEW && (
        <Overview rows={all} {...{ services, duration, time }} zoom={setZoom} />
      )}
      <Ruler
        {...{ axis, time, nameWidth, setNameWidth }}
        ticks={marks}
        zoom={setZoom}
        isZoomed={zoom !== null}
        foldAll={tree.foldAll}
      />
      <div
        ref={scroller}
        className="rows"
        role="tree"
        tabIndex={0}
        aria-label="Spans"
        aria-activedescendant={activeRow && rowId(activeRow)}
        onKeyDown={onKeyDown}
      >
        <div className="rows-height" role="presentation" style={{ height: virtual.height }}>
          {virtual.indexes.map((index) => {
            const row = rows[index] as VisibleRow;
            return (
              <WaterfallRow
                key={row.key}
                shown={row}
                index={index}
                top={index * rowHeight}
                height={rowHeight}
                time={time}
                colour={services.get(row.row.span.service)?.colour ?? 0}
                critical={critical}
                active={index === active}
                selected={row.key === selected}
                found={found.has(row.key)}
                act={actLater}
              />
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** A span's time with a little around it. */
function aroundOf({ row: { span } }: VisibleRow, duration: number): TimeWindow | null {
  const length = Math.max(span.duration, 1) * 1.1;
  if (length >= duration) return null;
  return { from: Math.max(0, span.start - length * 0.045), length };
}

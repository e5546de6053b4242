import { type CSSProperties, type KeyboardEvent, useRef } from "react";
import { formatDuration } from "../../format/duration";
import { barOf, labelStyle } from "../../trace/layout";
import type { Difference, Match } from "../../trace/matching";
import type { Row } from "../../trace/tree";
import { ErrorMark } from "../common/ErrorMark";
import { useVirtualRows } from "../common/useVirtualRows";
import { signed } from "./Verdict";

interface Props {
  matches: Match[];
  /** How much time the axis of each side shows, nanoseconds. */
  axes: [number, number];
  chosen: number | null;
  choose: (index: number | null) => void;
  /** Whether rows are indented as a tree. */
  isTree: boolean;
}

const ROW_HEIGHT = 30;

/** The spans of both traces on one axis, A to the left and B to the right. */
export function MatchTable({ matches, axes, chosen, choose, isTree }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const virtual = useVirtualRows(scroller, matches.length, ROW_HEIGHT);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (event.key === "Escape") choose(null);
    if (step === 0) return;
    event.preventDefault();
    const next = Math.min(matches.length - 1, Math.max(0, (chosen ?? -1) + step));
    choose(next);
    virtual.scrollTo(next);
  };
  return (
    <div className="matches">
      <div className="match match-head" aria-hidden="true">
        <span>Service and span</span>
        <span>
          <span className="side side-a">A</span> 0 to {formatDuration(axes[0])}
        </span>
        <span>
          <span className="side side-b">B</span> 0 to {formatDuration(axes[1])}
        </span>
        <span className="number">Difference</span>
      </div>
      <div
        ref={scroller}
        className="match-rows"
        role="listbox"
        tabIndex={0}
        aria-label="Spans of both traces"
        aria-activedescendant={chosen === null ? undefined : `match-${chosen}`}
        style={{ height: Math.min(560, matches.length * ROW_HEIGHT + 2) }}
        onKeyDown={onKeyDown}
      >
        <div className="rows-height" role="presentation" style={{ height: virtual.height }}>
          {virtual.indexes.map((index) => (
            <MatchRow
              key={index}
              match={matches[index] as Match}
              index={index}
              top={index * ROW_HEIGHT}
              axes={axes}
              isChosen={index === chosen}
              isTree={isTree}
              choose={choose}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

const WORDS: Record<Difference, string> = {
  same: "",
  slower: "slower",
  faster: "faster",
  added: "only in B",
  removed: "only in A",
};

interface RowProps {
  match: Match;
  index: number;
  top: number;
  axes: [number, number];
  isChosen: boolean;
  isTree: boolean;
  choose: (index: number) => void;
}

function MatchRow({ match, index, top, axes, isChosen, isTree, choose }: RowProps) {
  const { a, b, depth, difference, delta } = match;
  const { span } = (a ?? b) as Row;
  const style = {
    height: ROW_HEIGHT,
    transform: `translateY(${top}px)`,
    "--depth": isTree ? Math.min(depth, 16) : 0,
  } as CSSProperties;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the list around it has the keys
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and names its chosen row
    <div
      id={`match-${index}`}
      role="option"
      aria-selected={isChosen}
      className={`match match-row is-${difference}${isChosen ? " selected" : ""}`}
      style={style}
      onClick={() => choose(index)}
    >
      <span className="match-name" title={`${span.service} ${span.name}`}>
        {(a?.span.error || b?.span.error) && <ErrorMark />}{" "}
        <span className="row-service">{span.service}</span> {span.name}
      </span>
      <SideBar row={a} axis={axes[0]} side="a" />
      <SideBar row={b} axis={axes[1]} side="b" />
      <span className="match-delta">
        {WORDS[difference] && <em>{WORDS[difference]}</em>} {signed(delta)}
      </span>
    </div>
  );
}

function SideBar({ row, axis, side }: { row: Row | null; axis: number; side: "a" | "b" }) {
  if (!row) return <span className="side-axis muted">–</span>;
  const bar = barOf(row.span.start, row.span.duration, axis);
  const { left, width } = bar;
  return (
    <span className="side-axis">
      <span className={`side-bar side-${side}`} style={{ left: `${left}%`, width: `${width}%` }} />
      <span className={`bar-label ${bar.label}`} style={labelStyle(bar)}>
        {formatDuration(row.span.duration)}
      </span>
    </span>
  );
}

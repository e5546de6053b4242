import { type PointerEvent, useEffect, useRef, useState } from "react";
import { formatDuration } from "../../format/duration";
import { plural } from "../../format/quantity";
import { formatTime } from "../../format/time";
import { useZone } from "../../format/zone";
import { useWidth } from "../chart/useWidth";
import { useMediaQuery } from "../trace/useMediaQuery";
import { type Cells, cellAt, countIn, type Heat } from "./heat";
import { GUTTER, HEIGHT, paintHeat } from "./paintHeat";

/** Draws a heat map, and lets a part of it be chosen with the pointer. */
export function HeatCanvas({ heat, choose }: { heat: Heat; choose: (cells: Cells) => void }) {
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [begun, setBegun] = useState<{ column: number; row: number } | null>(null);
  const [over, setOver] = useState<{ column: number; row: number } | null>(null);
  const dark = useMediaQuery("(prefers-color-scheme: dark)");
  const zone = useZone();
  const cells = over && spanning(begun ?? over, over);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours and the times that are painted depend on these
  useEffect(() => {
    if (canvas.current && width > 0) paintHeat(canvas.current, width, heat, cells);
  }, [heat, width, cells?.fromColumn, cells?.toColumn, cells?.fromRow, cells?.toRow, dark, zone]);
  const cellOf = (event: PointerEvent) => {
    const area = event.currentTarget.getBoundingClientRect();
    const x = (event.clientX - area.left - GUTTER.left) / (area.width - GUTTER.left - GUTTER.right);
    const y = 1 - (event.clientY - area.top - GUTTER.top) / (area.height - GUTTER.top - GUTTER.bottom);
    return cellAt(heat, x, y);
  };
  const end = () => {
    if (begun && cells) choose(cells);
    setBegun(null);
    setOver(null);
  };
  return (
    <div ref={box} className="heat-canvas">
      <canvas
        ref={canvas}
        role="img"
        aria-label={`Heat map of ${plural(heat.total, "span")}; the fields for time range and duration narrow the same`}
        style={{ height: HEIGHT }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setBegun(cellOf(event));
          setOver(cellOf(event));
        }}
        onPointerMove={(event) => setOver(cellOf(event))}
        onPointerUp={end}
        onPointerCancel={() => setBegun(null)}
        onPointerLeave={() => !begun && setOver(null)}
      />
      <p className="heat-note" aria-hidden="true">
        {cells ? noteOf(heat, cells) : " "}
      </p>
    </div>
  );
}

function spanning(a: { column: number; row: number }, b: { column: number; row: number }): Cells {
  return {
    fromColumn: Math.min(a.column, b.column),
    toColumn: Math.max(a.column, b.column),
    fromRow: Math.min(a.row, b.row),
    toRow: Math.max(a.row, b.row),
  };
}

function noteOf(heat: Heat, cells: Cells): string {
  const start = (heat.times[cells.fromColumn] ?? 0) - heat.step;
  const end = heat.times[cells.toColumn] ?? 0;
  const shortest = ((heat.bounds[cells.fromRow] ?? 0) / 2) * 1e9;
  const longest = (heat.bounds[cells.toRow] ?? 0) * 1e9;
  const times = `${formatTime(start).slice(11, 19)} – ${formatTime(end).slice(11, 19)}`;
  const durations = `${formatDuration(shortest)} – ${formatDuration(longest)}`;
  return `${plural(countIn(heat, cells), "span")} · ${times} · ${durations}`;
}

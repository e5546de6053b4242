import { type PointerEvent, useState } from "react";
import { formatDuration } from "../../format/duration";
import { placeOf, type TimeWindow } from "../../trace/layout";

interface Props {
  time: TimeWindow;
  marks: number[];
  isZoomed: boolean;
  zoom: (time: TimeWindow | null) => void;
  foldAll: (closed: boolean) => void;
}

/** The time axis over the bars. To drag along it shows only that time. */
export function Ruler({ time, marks, isZoomed, zoom, foldAll }: Props) {
  const [dragged, setDragged] = useState<{ from: number; to: number } | null>(null);
  const begin = (event: PointerEvent<HTMLDivElement>) => {
    event.currentTarget.setPointerCapture(event.pointerId);
    const at = shareOf(event);
    setDragged({ from: at, to: at });
  };
  const finish = () => {
    setDragged(null);
    if (!dragged) return;
    const from = Math.min(dragged.from, dragged.to);
    const share = Math.abs(dragged.to - dragged.from);
    if (share > 0.01) zoom({ from: time.from + from * time.length, length: share * time.length });
  };
  return (
    <div className="ruler">
      <div className="ruler-name">
        <span>Service and span</span>
        <button type="button" className="link-button" title="Close all rows" onClick={() => foldAll(true)}>
          close all
        </button>
        <button type="button" className="link-button" title="Open all rows" onClick={() => foldAll(false)}>
          open all
        </button>
        {isZoomed && (
          <button type="button" className="link-button" onClick={() => zoom(null)}>
            whole time
          </button>
        )}
      </div>
      <div
        className="ruler-axis"
        aria-hidden="true"
        title="Drag to see a part of the time"
        onPointerDown={begin}
        onPointerMove={(event) => dragged && setDragged({ ...dragged, to: shareOf(event) })}
        onPointerUp={finish}
        onPointerCancel={() => setDragged(null)}
      >
        {marks.map((tick) => (
          <span key={tick} className="tick" style={{ left: `${placeOf(time.from + tick, time)}%` }}>
            {tickText(time.from + tick)}
          </span>
        ))}
        {dragged && (
          <span
            className="ruler-drag"
            style={{
              left: `${Math.min(dragged.from, dragged.to) * 100}%`,
              width: `${Math.abs(dragged.to - dragged.from) * 100}%`,
            }}
          />
        )}
      </div>
    </div>
  );
}

function tickText(nanos: number): string {
  return nanos === 0 ? "0" : formatDuration(nanos);
}

function shareOf(event: PointerEvent<HTMLDivElement>): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - left) / width));
}

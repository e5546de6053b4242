import type { RefObject } from "react";
import { placeOf, type Ticks, type TimeWindow, tickText } from "../../trace/layout";
import { Splitter } from "./Splitter";
import { useTimeDrag } from "./useTimeDrag";

interface Props {
  axis: RefObject<HTMLDivElement | null>;
  time: TimeWindow;
  ticks: Ticks;
  isZoomed: boolean;
  zoom: (time: TimeWindow | null) => void;
  foldAll: (closed: boolean) => void;
  /** Room for names, in percent of the width; null for as usual. */
  nameWidth: number | null;
  setNameWidth: (percent: number) => void;
}

/** The time axis over the bars. To drag along it shows only that time. */
export function Ruler({ axis, time, ticks, isZoomed, zoom, foldAll, nameWidth, setNameWidth }: Props) {
  const { handlers, style } = useTimeDrag(time, zoom);
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
        <Splitter percent={nameWidth} change={setNameWidth} />
      </div>
      <div
        ref={axis}
        className="ruler-axis"
        aria-hidden="true"
        title="Drag to see a part of the time"
        {...handlers}
      >
        {ticks.marks.map((mark) => (
          <span key={mark} className="tick" style={{ left: `${placeOf(mark, time)}%` }}>
            {tickText(mark, ticks.step)}
          </span>
        ))}
        {style && <span className="ruler-drag" style={style} />}
      </div>
    </div>
  );
}

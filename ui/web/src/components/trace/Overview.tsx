import { useEffect, useRef } from "react";
import { placeOf, type TimeWindow } from "../../trace/layout";
import type { Service } from "../../trace/services";
import type { Row } from "../../trace/tree";
import { useWidth } from "../chart/useWidth";
import { useMediaQuery } from "./useMediaQuery";
import { useTimeDrag } from "./useTimeDrag";

interface Props {
  rows: Row[];
  services: Map<string, Service>;
  duration: number;
  /** The part of the time that is seen below. */
  time: TimeWindow;
  zoom: (time: TimeWindow | null) => void;
}

const HEIGHT = 40;

/** More lines than this cannot be told apart. */
const MOST_LINES = 1500;

/** The whole trace at a glance, over its waterfall. To drag along it shows only that time. */
export function Overview({ rows, services, duration, time, zoom }: Props) {
  const whole = { from: 0, length: duration };
  const { handlers, style } = useTimeDrag(whole, zoom);
  const [box, width] = useWidth<HTMLDivElement>();
  const canvas = useRef<HTMLCanvasElement>(null);
  const isDark = useMediaQuery("(prefers-color-scheme: dark)");
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours of the style sheet follow isDark
  useEffect(() => {
    if (canvas.current && width > 0) paint(canvas.current, rows, services, duration, width);
  }, [rows, services, duration, width, isDark]);
  const left = placeOf(time.from, whole);
  const right = 100 - placeOf(time.from + time.length, whole);
  return (
    <div className="glance">
      <span />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: by keys the same is reached from a row, with z */}
      <div
        ref={box}
        className="glance-axis"
        aria-hidden="true"
        title="Drag to see a part of the time, double-click to see all"
        onDoubleClick={() => zoom(null)}
        {...handlers}
      >
        <canvas ref={canvas} style={{ width, height: HEIGHT }} />
        <span className="glance-rest" style={{ left: 0, width: `${left}%` }} />
        <span className="glance-rest" style={{ right: 0, width: `${right}%` }} />
        {style && <span className="ruler-drag" style={style} />}
      </div>
    </div>
  );
}

function paint(
  canvas: HTMLCanvasElement,
  rows: Row[],
  services: Map<string, Service>,
  duration: number,
  width: number,
): void {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(HEIGHT * scale);
  const context = canvas.getContext("2d");
  if (!context || duration <= 0) return;
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const stride = Math.ceil(rows.length / MOST_LINES);
  const height = Math.max(1, Math.min(4, HEIGHT / rows.length - 0.5));
  for (let i = 0; i < rows.length; i += stride) {
    const { span } = rows[i] as Row;
    const name = span.error ? "--error" : `--service-${services.get(span.service)?.colour ?? 0}`;
    context.fillStyle = style.getPropertyValue(name);
    const length = (Math.max(0, span.duration) / duration) * width;
    context.fillRect(
      (span.start / duration) * width,
      (i / rows.length) * HEIGHT,
      Math.max(1, length),
      height,
    );
  }
}

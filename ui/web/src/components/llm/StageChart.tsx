import type { Course } from "../../api/totals";
import { formatClock } from "../../format/time";
import { useWidth } from "../chart/useWidth";
import { formatSeconds } from "./seconds";

interface Props {
  name: string;
  courses: Course[];
  colour: string;
}

const HEIGHT = 92;

/** P50 and P95 of a step over time. The table of steps has the figures of the whole range. */
export function StageChart({ name, courses, colour }: Props) {
  const [box, width] = useWidth<HTMLElement>();
  const of = (p: string) =>
    courses
      .find(({ labels }) => labels.name === name && labels.p === p)
      ?.points.filter((one) => one.value > 0) ?? [];
  const p50 = of("0.5");
  const p95 = of("0.95");
  const times = courses.flatMap((course) => course.points.map((point) => point.time));
  const from = Math.min(...times);
  const to = Math.max(...times);
  const most = Math.max(1e-9, ...p95.map((point) => point.value));
  const x = (time: number) => (to > from ? ((time - from) / (to - from)) * (width - 4) + 2 : 2);
  const y = (value: number) => HEIGHT - 4 - (value / most) * (HEIGHT - 12);
  const line = (points: Course["points"]) => points.map((one) => `${x(one.time)},${y(one.value)}`).join(" ");
  return (
    <figure ref={box} className="stage-chart">
      <figcaption>
        <strong>{name}</strong> <span className="muted">P95 up to {formatSeconds(most)}</span>
        <span className="chart-key">
          <svg width="22" height="8" aria-hidden="true">
            <line x1="0" y1="4" x2="22" y2="4" stroke={colour} strokeWidth="2.5" />
          </svg>
          P95
          <svg width="22" height="8" aria-hidden="true">
            <line x1="0" y1="4" x2="22" y2="4" stroke={colour} strokeWidth="2.5" strokeDasharray="3 3" />
          </svg>
          P50
        </span>
      </figcaption>
      <svg width={width} height={HEIGHT} role="img" aria-label={`${name}: P50 and P95 over time`}>
        <title>{`${name}: P50 and P95 over time`}</title>
        <line x1="0" x2={width} y1={HEIGHT - 4} y2={HEIGHT - 4} className="chart-base" />
        <polyline points={line(p95)} fill="none" stroke={colour} strokeWidth="2" strokeLinejoin="round" />
        <polyline points={line(p50)} fill="none" stroke={colour} strokeWidth="2" strokeDasharray="3 3" />
        {[...p95, ...p50].map((one, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: points have no id, and are drawn anew together
          <circle key={i} cx={x(one.time)} cy={y(one.value)} r="1.6" fill={colour} />
        ))}
      </svg>
      {times.length > 0 && (
        <p className="chart-times">
          <span>{formatClock(from)}</span>
          <span>{formatClock(to)}</span>
        </p>
      )}
    </figure>
  );
}

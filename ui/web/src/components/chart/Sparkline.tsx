interface Props {
  values: readonly number[];
  /** In a few words, for who does not see it. */
  label: string;
  error?: boolean;
}

const WIDTH = 120;
const HEIGHT = 26;

/** How a number went over the time range, from 0 to its own greatest. */
export function Sparkline({ values, label, error }: Props) {
  const most = Math.max(0, ...values.filter(Number.isFinite));
  const points = values.flatMap((value, place) => {
    if (!Number.isFinite(value)) return [];
    const x = values.length < 2 ? WIDTH : (place / (values.length - 1)) * WIDTH;
    const y = HEIGHT - 2 - (most > 0 ? (value / most) * (HEIGHT - 4) : 0);
    return [`${x.toFixed(1)},${y.toFixed(1)}`];
  });
  const [first = `0,${HEIGHT}`, last = `${WIDTH},${HEIGHT}`] = [points[0], points.at(-1)];
  return (
    <svg
      className={error ? "sparkline error" : "sparkline"}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <polygon points={`${under(first)} ${points.join(" ")} ${under(last)}`} />
      <polyline points={points.join(" ")} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

/** The foot of a point. */
function under(point: string): string {
  return `${point.split(",")[0]},${HEIGHT}`;
}

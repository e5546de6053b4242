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
  const points = values.map((value, place) => {
    const x = values.length < 2 ? WIDTH : (place / (values.length - 1)) * WIDTH;
    const y = most > 0 && Number.isFinite(value) ? HEIGHT - 2 - (value / most) * (HEIGHT - 4) : HEIGHT - 2;
    return `${x.toFixed(1)},${y.toFixed(1)}`;
  });
  return (
    <svg
      className={error ? "sparkline error" : "sparkline"}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      preserveAspectRatio="none"
      role="img"
      aria-label={label}
    >
      <polygon points={`0,${HEIGHT} ${points.join(" ")} ${WIDTH},${HEIGHT}`} />
      <polyline points={points.join(" ")} vectorEffect="non-scaling-stroke" />
    </svg>
  );
}

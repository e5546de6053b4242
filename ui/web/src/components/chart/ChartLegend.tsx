import type { Series } from "../../api/metrics";
import type { Line } from "./lines";
import { formatValue, type Unit } from "./unit";

interface Props {
  lines: readonly Line[];
  unit: Unit;
  /** The sample under the pointer; the mean is shown where there is none. */
  place: number | null;
  /** A line is pointed at, or none. */
  point: (line: number | null) => void;
  choose: { label: string; series: (series: Series) => void } | undefined;
  /** How many series are not drawn. */
  left: number;
  showAll: () => void;
}

export function ChartLegend({ lines, unit, place, point, choose, left, showAll }: Props) {
  return (
    <ul className="chart-legend">
      {lines.map((line, index) => {
        const value = place === null ? mean(line.values) : (line.values[place] ?? Number.NaN);
        const content = (
          <>
            <svg width="18" height="8" aria-hidden="true">
              <path
                d="M0 4H18"
                stroke={`var(--service-${line.colour})`}
                strokeWidth="3"
                strokeDasharray={line.dashed ? "5 4" : undefined}
              />
            </svg>
            <span className="legend-name">{line.name}</span>
            <span className="legend-value">{formatValue(value, unit)}</span>
          </>
        );
        return (
          <li key={line.name} onPointerEnter={() => point(index)} onPointerLeave={() => point(null)}>
            {choose ? (
              <button
                type="button"
                title={`${choose.label}: ${line.name}`}
                onClick={() => choose.series(line.source)}
              >
                {content}
              </button>
            ) : (
              <span>{content}</span>
            )}
          </li>
        );
      })}
      {left > 0 && (
        <li>
          <button type="button" onClick={showAll}>
            … {left} smaller series
          </button>
        </li>
      )}
    </ul>
  );
}

function mean(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? Number.NaN : known.reduce((sum, value) => sum + value, 0) / known.length;
}

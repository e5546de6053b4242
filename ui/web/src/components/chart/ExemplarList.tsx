import type { Series } from "../../api/metrics";
import { formatTime } from "../../format/time";
import { Link } from "../../routing/Link";
import { nameOf } from "./lines";
import { formatValue, type Unit } from "./unit";

const SHOWN = 10;

/** The exemplars with the largest values, as links to their traces. */
export function ExemplarList({ series, unit }: { series: readonly Series[]; unit: Unit }) {
  const exemplars = series
    .flatMap((one) => one.exemplars.map((exemplar) => ({ ...exemplar, name: nameOf(one) })))
    .filter((exemplar) => exemplar.traceId)
    .sort((a, b) => b.value - a.value)
    .slice(0, SHOWN);
  if (exemplars.length === 0) return null;
  return (
    <section className="exemplars" aria-label="Exemplars">
      <h3>Exemplars</h3>
      <ul>
        {exemplars.map((exemplar) => (
          <li key={`${exemplar.traceId}-${exemplar.time}-${exemplar.value}-${exemplar.name}`}>
            <Link to={{ page: "trace", id: exemplar.traceId, span: null }}>
              {formatValue(exemplar.value, unit)}
            </Link>{" "}
            <span className="muted">
              {exemplar.name}, {formatTime(exemplar.time).slice(11, 19)}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

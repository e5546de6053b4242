import { useEffect, useState } from "react";
import { createPortal } from "react-dom";
import type uPlot from "uplot";
import type { Exemplar } from "../../api/metrics";
import { formatTime } from "../../format/time";
import { Link } from "../../routing/Link";
import { formatValue, type Unit } from "./unit";

/** The greatest are drawn: others lie on the base of the chart, where none can be told from another. */
const MOST = 24;

/** Single spans over a chart; each opens its trace. They are listed for the keyboard elsewhere. */
export function ExemplarDots({ plot, exemplars, unit }: { plot: uPlot; exemplars: Exemplar[]; unit: Unit }) {
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    // The scales are known after the first paint.
    const frame = requestAnimationFrame(() => setDrawn(true));
    return () => cancelAnimationFrame(frame);
  }, []);
  if (!drawn) return null;
  const most = plot.scales.y?.max ?? 0;
  return createPortal(
    exemplars
      .filter(({ traceId, value }) => traceId && value <= most)
      .sort((a, b) => b.value - a.value)
      .slice(0, MOST)
      .map((exemplar) => (
        <span
          key={`${exemplar.traceId}-${exemplar.time}-${exemplar.value}`}
          className="exemplar"
          style={{
            left: plot.valToPos(exemplar.time / 1000, "x"),
            top: plot.valToPos(exemplar.value, "y"),
          }}
        >
          <Link
            to={{ page: "trace", id: exemplar.traceId, span: null }}
            title={`${formatValue(exemplar.value, unit)} at ${formatTime(exemplar.time).slice(0, 19)}: open its trace`}
            untabbed
          >
            <span className="sr-only">Exemplar</span>
          </Link>
        </span>
      )),
    plot.over,
  );
}

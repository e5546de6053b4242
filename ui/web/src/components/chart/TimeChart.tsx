import { useEffect, useMemo, useRef, useState } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import type { Exemplar, Series } from "../../api/metrics";
import { formatTime } from "../../format/time";
import { useZone } from "../../format/zone";
import type { Interval } from "../../routing/range";
import { useMediaQuery } from "../trace/useMediaQuery";
import { ChartLegend } from "./ChartLegend";
import { ExemplarDots } from "./ExemplarDots";
import { linesOf, MOST_LINES } from "./lines";
import { optionsOf } from "./options";
import type { Unit } from "./unit";
import { useWidth } from "./useWidth";

interface Props {
  title: string;
  series: readonly Series[];
  unit: Unit;
  /** From when to when; as far as the series go where absent. */
  interval?: Interval;
  height?: number;
  /** What a click on a series in the legend does, said in a few words. */
  choose?: { label: string; series: (series: Series) => void };
  /** A part of the time axis was dragged over. */
  zoom?: (start: number, end: number) => void;
}

/** Series over time with a legend that follows the pointer, and exemplars as dots that open their traces. */
export function TimeChart({ title, series, unit, interval, height = 220, choose, zoom }: Props) {
  const [box, width] = useWidth<HTMLDivElement>();
  const [place, setPlace] = useState<number | null>(null);
  const [plot, setPlot] = useState<uPlot | null>(null);
  const dark = useMediaQuery("(prefers-color-scheme: dark)");
  const zone = useZone();
  const [all, setAll] = useState(false);
  const lines = useMemo(
    () => linesOf(unit === "perSecond" ? filled(series) : series, all ? series.length : MOST_LINES),
    [series, unit, all],
  );
  const times = series[0]?.times ?? [];
  const zoomed = useRef(zoom);
  zoomed.current = zoom;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the colours and times that are painted depend on these
  useEffect(() => {
    if (!box.current || width === 0) return;
    const options = optionsOf({
      element: box.current,
      width,
      height,
      lines,
      unit,
      interval,
      over: setPlace,
      zoom: (start, end) => zoomed.current?.(start, end),
    });
    const made = new uPlot(
      options,
      [times.map((time) => time / 1000), ...lines.map((line) => line.values)],
      box.current,
    );
    setPlot(made);
    return () => {
      setPlot(null);
      made.destroy();
    };
  }, [lines, width, height, unit, interval?.start, interval?.end, dark, zone]);
  const exemplars = useMemo<Exemplar[]>(() => series.flatMap((one) => one.exemplars), [series]);
  return (
    <figure className="chart" aria-label={title}>
      <figcaption>
        {title}
        <small>{place === null ? " " : formatTime(times[place] ?? Number.NaN).slice(0, 19)}</small>
      </figcaption>
      <div ref={box} className="plot" style={{ height }} aria-hidden="true">
        {plot && <ExemplarDots plot={plot} exemplars={exemplars} unit={unit} />}
      </div>
      <ChartLegend
        lines={lines}
        unit={unit}
        place={place}
        point={(line) => plot?.setSeries(line === null ? null : line + 1, { focus: true })}
        choose={choose}
        left={series.length - lines.length}
        showAll={() => setAll(true)}
      />
    </figure>
  );
}

/** Without the interval that is still filling, which would look like a fall. */
function filled(series: readonly Series[]): Series[] {
  const now = Date.now();
  return series.map((one) =>
    one.times.length < 4
      ? one
      : { ...one, values: one.values.map((value, i) => ((one.times[i] ?? 0) > now ? Number.NaN : value)) },
  );
}

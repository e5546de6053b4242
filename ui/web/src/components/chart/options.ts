import type uPlot from "uplot";
import type { Interval } from "../../routing/range";
import type { Line } from "./lines";
import { timeLabels } from "./timeLabels";
import { formatValue, type Unit } from "./unit";

interface Look {
  /** Where the colours are taken from. */
  element: HTMLElement;
  width: number;
  height: number;
  lines: readonly Line[];
  unit: Unit;
  interval: Interval | undefined;
  over: (place: number | null) => void;
  zoom: (start: number, end: number) => void;
}

/** How a chart is drawn, in the colours of the style sheet. */
export function optionsOf({
  element,
  width,
  height,
  lines,
  unit,
  interval,
  over,
  zoom,
}: Look): uPlot.Options {
  const style = getComputedStyle(element);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  const axis = {
    stroke: colour("--muted"),
    grid: { stroke: colour("--grid"), width: 1 },
    ticks: { stroke: colour("--grid"), width: 1, size: 4 },
    font: `11px ${style.fontFamily}`,
  };
  return {
    width,
    height,
    legend: { show: false },
    focus: { alpha: 0.2 },
    padding: [8, 8, 0, 0],
    cursor: {
      y: false,
      drag: { x: true, y: false, setScale: false },
      points: { size: 6 },
    },
    scales: {
      x: {
        time: true,
        range: (_plot, from, to) => (interval ? [interval.start / 1000, interval.end / 1000] : [from, to]),
      },
      y: { range: (_plot, _least, most) => [0, most > 0 ? most * 1.08 : 1] },
    },
    axes: [
      {
        ...axis,
        size: 28,
        splits: (_plot, _axis, from, to) =>
          timeLabels(from * 1000, to * 1000, Math.floor(width / 100)).map((label) => label.at / 1000),
        values: (_plot, splits) => {
          const first = (splits[0] ?? 0) * 1000;
          const last = (splits.at(-1) ?? 0) * 1000;
          const texts = new Map(
            timeLabels(first, last, Math.max(1, splits.length - 1)).map((label) => [label.at, label.text]),
          );
          return splits.map((split) => texts.get(split * 1000) ?? "");
        },
      },
      { ...axis, size: 66, values: (_plot, splits) => splits.map((split) => formatValue(split, unit)) },
    ],
    series: [
      {},
      ...lines.map((line) => ({
        label: line.name,
        stroke: colour(`--service-${line.colour}`),
        width: 1.75,
        ...(line.dashed ? { dash: [5, 4] } : {}),
        points: { show: line.values.filter((value) => value !== null).length < width / 16, size: 4 },
        spanGaps: false,
      })),
    ],
    hooks: {
      setCursor: [(plot) => over(plot.cursor.idx ?? null)],
      setSelect: [
        (plot) => {
          const { left, width: wide } = plot.select;
          if (wide > 4) zoom(plot.posToVal(left, "x") * 1000, plot.posToVal(left + wide, "x") * 1000);
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}

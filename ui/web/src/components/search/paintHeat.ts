import { formatDuration } from "../../format/duration";
import { timeLabels } from "../chart/timeLabels";
import { type Cells, durationMarks, type Heat } from "./heat";

export const HEIGHT = 212;
export const GUTTER = { left: 58, right: 4, top: 4, bottom: 20 };

/** Paints a heat map: darker, or brighter on dark ground, is more spans; the scale is by the root. */
export function paintHeat(canvas: HTMLCanvasElement, width: number, heat: Heat, chosen: Cells | null): void {
  const scale = window.devicePixelRatio || 1;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(HEIGHT * scale);
  const out = canvas.getContext("2d");
  if (!out) return;
  const style = getComputedStyle(canvas);
  const colour = (name: string) => style.getPropertyValue(name);
  out.scale(scale, scale);
  const inner = {
    width: width - GUTTER.left - GUTTER.right,
    height: HEIGHT - GUTTER.top - GUTTER.bottom,
  };
  const columnWidth = inner.width / heat.times.length;
  const rowHeight = inner.height / heat.bounds.length;
  const xOf = (column: number) => GUTTER.left + column * columnWidth;
  const yOf = (row: number) => GUTTER.top + inner.height - (row + 1) * rowHeight;

  out.fillStyle = colour("--background");
  out.fillRect(GUTTER.left, GUTTER.top, inner.width, inner.height);
  out.fillStyle = colour("--accent");
  heat.counts.forEach((row, place) => {
    row.forEach((count, column) => {
      if (count === 0) return;
      out.globalAlpha = 0.12 + 0.88 * Math.sqrt(count / heat.most);
      out.fillRect(xOf(column), yOf(place), Math.max(1, columnWidth - 0.5), Math.max(1, rowHeight - 0.5));
    });
  });
  out.globalAlpha = 1;

  out.fillStyle = colour("--muted");
  out.font = `11px ${style.fontFamily}`;
  out.textBaseline = "middle";
  out.textAlign = "right";
  for (const { seconds, row } of durationMarks(heat)) {
    const y = yOf(row - 1);
    out.fillText(formatDuration(seconds * 1e9), GUTTER.left - 8, Math.max(8, y));
    out.fillRect(GUTTER.left - 5, y, 4, 1);
  }
  out.textBaseline = "alphabetic";
  out.textAlign = "center";
  const start = (heat.times[0] ?? 0) - heat.step;
  const end = heat.times.at(-1) ?? 0;
  for (const { at, text } of timeLabels(start, end, Math.floor(inner.width / 70))) {
    const x = GUTTER.left + ((at - start) / (end - start)) * inner.width;
    if (x > GUTTER.left + 20 && x < width - 24) out.fillText(text, x, HEIGHT - 5);
  }

  if (!chosen) return;
  out.strokeStyle = colour("--text");
  out.lineWidth = 1.5;
  out.strokeRect(
    xOf(chosen.fromColumn),
    yOf(chosen.toRow),
    (chosen.toColumn - chosen.fromColumn + 1) * columnWidth,
    (chosen.toRow - chosen.fromRow + 1) * rowHeight,
  );
}

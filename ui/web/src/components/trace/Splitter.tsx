import type { KeyboardEvent, PointerEvent } from "react";

interface Props {
  /** Null for as usual. */
  percent: number | null;
  change: (percent: number) => void;
}

const LEAST = 10;
const MOST = 75;
const STEP = 2;
const USUAL = 36;

/** The line between names and bars, which can be dragged, or moved by the arrow keys. */
export function Splitter({ percent: chosen, change }: Props) {
  const percent = chosen ?? USUAL;
  const set = (next: number) => change(Math.round(Math.min(MOST, Math.max(LEAST, next)) * 10) / 10);
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const frame = event.currentTarget.closest(".waterfall")?.getBoundingClientRect();
    if (frame) set(((event.clientX - frame.left) / frame.width) * 100);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const step = event.key === "ArrowRight" ? STEP : event.key === "ArrowLeft" ? -STEP : 0;
    if (step === 0) return;
    event.preventDefault();
    set(percent + step);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that moves is no hr
    <span
      className="splitter"
      role="separator"
      aria-orientation="vertical"
      aria-label="Room for names"
      aria-valuenow={Math.round(percent)}
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}

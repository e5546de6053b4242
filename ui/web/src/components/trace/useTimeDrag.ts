import { type PointerEvent, useState } from "react";
import type { TimeWindow } from "../../trace/layout";

/** What is dragged over less than this part of an axis is a click. */
const LEAST_SHARE = 0.01;

/** Chooses a part of the time by dragging along an axis; the part is in shares of its width. */
export function useTimeDrag(time: TimeWindow, zoom: (time: TimeWindow) => void) {
  const [dragged, setDragged] = useState<{ from: number; to: number } | null>(null);
  const from = dragged && Math.min(dragged.from, dragged.to);
  const share = dragged && Math.abs(dragged.to - dragged.from);
  const handlers = {
    onPointerDown: (event: PointerEvent<HTMLElement>) => {
      event.currentTarget.setPointerCapture(event.pointerId);
      const at = shareOf(event);
      setDragged({ from: at, to: at });
    },
    onPointerMove: (event: PointerEvent<HTMLElement>) =>
      dragged && setDragged({ ...dragged, to: shareOf(event) }),
    onPointerUp: () => {
      setDragged(null);
      if (from === null || share === null || share < LEAST_SHARE) return;
      zoom({ from: time.from + from * time.length, length: share * time.length });
    },
    onPointerCancel: () => setDragged(null),
  };
  const style = from !== null && share !== null && { left: `${from * 100}%`, width: `${share * 100}%` };
  return { handlers, style: style || null };
}

function shareOf(event: PointerEvent<HTMLElement>): number {
  const { left, width } = event.currentTarget.getBoundingClientRect();
  return Math.min(1, Math.max(0, (event.clientX - left) / width));
}

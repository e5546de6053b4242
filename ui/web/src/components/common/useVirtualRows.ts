import { type RefObject, useCallback, useLayoutEffect, useState } from "react";
import { flushSync } from "react-dom";
import { rowsInSight } from "./rowsInSight";

/** Which rows of a long list are drawn. */
export interface VirtualRows {
  /** The indexes of the rows that are in sight or nearly so. */
  indexes: number[];
  /** Pixels of all rows together. */
  height: number;
  /** Scrolls to a row that is out of sight: a little to one that is next, else until it is in the middle. */
  scrollTo: (index: number) => void;
}

/** Draws only the rows in sight of a list whose rows have all one height. */
export function useVirtualRows(
  scroller: RefObject<HTMLElement | null>,
  count: number,
  rowHeight: number,
): VirtualRows {
  const [place, setPlace] = useState({ top: 0, height: 0 });
  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const look = () => setPlace({ top: element.scrollTop, height: element.clientHeight });
    // At once, so that no frame is painted without the rows that came into sight.
    const onScroll = () => flushSync(look);
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", onScroll, { passive: true });
    look();
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", onScroll);
    };
  }, [scroller]);
  const scrollTo = useCallback(
    (index: number) => {
      const element = scroller.current;
      if (!element) return;
      const { scrollTop, clientHeight } = element;
      const above = scrollTop - index * rowHeight;
      const below = (index + 1) * rowHeight - scrollTop - clientHeight;
      if (above <= 0 && below <= 0) return;
      const isNear = Math.max(above, below) <= 2 * rowHeight;
      if (!isNear) element.scrollTop = (index + 0.5) * rowHeight - clientHeight / 2;
      else element.scrollTop = above > 0 ? scrollTop - above : scrollTop + below;
    },
    [scroller, rowHeight],
  );
  return { indexes: rowsInSight(place, count, rowHeight), height: count * rowHeight, scrollTo };
}

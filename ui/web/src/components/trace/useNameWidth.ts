import { useState } from "react";

const KEY = "rubato.names";

/** How much of the waterfall's width names have, in percent, null for as usual; the browser keeps it. */
export function useNameWidth(): [number | null, (percent: number) => void] {
  const [percent, setPercent] = useState(read);
  const change = (next: number) => {
    setPercent(next);
    try {
      localStorage.setItem(KEY, String(next));
    } catch {
      // not kept, but in force
    }
  };
  return [percent, change];
}

function read(): number | null {
  try {
    return Number(localStorage.getItem(KEY)) || null;
  } catch {
    return null; // a browser that keeps nothing
  }
}

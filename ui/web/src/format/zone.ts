import { useSyncExternalStore } from "react";

/** In which zone times are shown. */
export type Zone = "local" | "utc";

const KEY = "rubato.zone";
const listeners = new Set<() => void>();
let zone: Zone = read();

function read(): Zone {
  try {
    return globalThis.localStorage?.getItem(KEY) === "utc" ? "utc" : "local";
  } catch {
    return "local"; // a browser that keeps nothing
  }
}

/** The zone that all times are formatted in. */
export function currentZone(): Zone {
  return zone;
}

export function setZone(next: Zone): void {
  zone = next;
  try {
    globalThis.localStorage?.setItem(KEY, next);
  } catch {
    // not kept, but in force
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The zone; the component is drawn again when it changes. The application uses it at its root. */
export function useZone(): Zone {
  return useSyncExternalStore(subscribe, currentZone);
}

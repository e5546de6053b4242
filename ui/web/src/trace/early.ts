import type { Reply } from "./protocol";

/** A trace that the script of index.html asked for while the application was on its way. */
export interface Early {
  id: string;
  worker: Worker;
  /** What the worker said until now. */
  replies: Reply[];
  /** Whether the worker got the trace; what went wrong is found out by asking again. */
  isRead: Promise<boolean>;
}

declare global {
  interface Window {
    early?: Early;
  }
}

/** What is there early of a trace, once; undefined if that is nothing. */
export function takeEarly(id: string): Early | undefined {
  const { early } = window;
  if (early?.id !== id) return undefined;
  delete window.early;
  return early;
}

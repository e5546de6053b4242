import type { PackedRows } from "./packed";
import type { TraceHead } from "./reader";
import type { SpanRecord } from "./span";

/** What the page asks of the worker that reads its trace. */
export type Request =
  | { type: "stored"; answer: ArrayBuffer }
  | { type: "text"; text: string }
  | { type: "record"; ask: number; index: number }
  | { type: "find"; ask: number; text: string }
  | { type: "export"; ask: number };

/** What the worker says: the head of a trace, then its rows in pieces; or why there is none. */
export type Reply =
  | { type: "head"; head: TraceHead }
  | { type: "rows"; rows: PackedRows }
  | { type: "absent" }
  | { type: "failed"; message: string }
  | { type: "record"; ask: number; value: SpanRecord | null }
  | { type: "find"; ask: number; value: number[] }
  | { type: "export"; ask: number; value: Blob };

import { analyse } from "./analysis";
import { exportJson } from "./file";
import { findText } from "./find";
import { type Service, servicesOf } from "./services";
import type { SpanRecord, Trace } from "./span";
import { type Row, treeRows } from "./tree";

/** What a trace is, before its rows. */
export interface TraceHead {
  startNanos: bigint;
  duration: number;
  spanCount: number;
  errorCount: number;
  services: Map<string, Service>;
  /** Why it is only a part, if it is. */
  message: string | null;
}

/** A trace that was read: its rows, and what is looked up of it later. */
export class TraceReader {
  readonly head: TraceHead;
  readonly rows: Row[];
  private readonly trace: Trace;

  constructor(trace: Trace, message: string | null) {
    this.trace = trace;
    this.rows = analyse(treeRows(trace.spans));
    const { spans, startNanos, duration } = trace;
    const services = servicesOf(spans);
    const errorCount = [...services.values()].reduce((sum, service) => sum + service.errorCount, 0);
    this.head = { startNanos, duration, spanCount: spans.length, errorCount, services, message };
  }

  /** All that was sent of the span of an index. */
  record(index: number): SpanRecord | null {
    return this.trace.record(index);
  }

  /** The indexes of the spans that have a text. */
  find(text: string): number[] {
    return findText(this.trace, text);
  }

  exportJson(): string {
    return exportJson(this.trace.resourceSpans());
  }
}

import { fetchTrace } from "../api/trace";
import { takeEarly } from "./early";
import { unpack } from "./packed";
import type { Reply, Request } from "./protocol";
import type { TraceHead } from "./reader";
import type { SpanRecord } from "./span";
import type { Row } from "./tree";

/** What is known of a trace so far. The rows are whole where `isWhole` says so. */
export type TraceState =
  | { phase: "loading" }
  | { phase: "absent" }
  | { phase: "failed"; message: string }
  | { phase: "open"; head: TraceHead; rows: Row[]; isWhole: boolean };

type Answered = Extract<Reply, { ask: number }>;
type Ask = Extract<Request, { ask: number }>;
type WithoutAsk<T> = T extends unknown ? Omit<T, "ask"> : never;

/** A trace that a worker reads, from start to close. */
export class TraceClient {
  private worker: Worker | null = null;
  private readonly listeners = new Set<() => void>();
  private readonly waiting = new Map<number, (reply: Answered) => void>();
  private asked = 0;
  private fetching = new AbortController();
  private state: TraceState = { phase: "loading" };
  private coming: { head: TraceHead; rows: Row[] } | null = null;

  /** Reads a trace by its id, or the text of a file. */
  start(id: string, file: string | undefined): void {
    const early = takeEarly(id);
    this.worker = early?.worker ?? new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }: MessageEvent<Reply>) => this.take(data);
    this.worker.onerror = (event) => {
      this.show({ phase: "failed", message: event.message || "The trace cannot be read in this browser." });
    };
    for (const reply of early?.replies ?? []) this.take(reply);
    if (file !== undefined) this.post({ type: "text", text: file });
    else this.fetch(id, early?.isRead);
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  readonly snapshot = (): TraceState => this.state;

  /** Fetches the trace, anew where it is open; what is shown stays until the new rows are whole. */
  async fetch(id: string, isRead?: Promise<boolean>): Promise<void> {
    this.fetching.abort();
    const current = new AbortController();
    this.fetching = current;
    try {
      if (await isRead) return;
      const answer = await fetchTrace(id, current.signal);
      if (current.signal.aborted) return;
      if (answer) this.post({ type: "stored", answer }, [answer]);
      else this.show({ phase: "absent" });
    } catch (e) {
      if (current.signal.aborted) return;
      this.show({ phase: "failed", message: e instanceof Error ? e.message : String(e) });
    }
  }

  async record(index: number): Promise<SpanRecord | null> {
    const reply = await this.ask({ type: "record", index });
    return reply.type === "record" ? reply.value : null;
  }

  async find(text: string): Promise<number[]> {
    const reply = await this.ask({ type: "find", text });
    return reply.type === "find" ? reply.value : [];
  }

  async exportJson(): Promise<Blob> {
    const reply = await this.ask({ type: "export" });
    return reply.type === "export" ? reply.value : new Blob();
  }

  close(): void {
    this.fetching.abort();
    this.worker?.terminate();
    this.worker = null;
    this.waiting.clear();
  }

  private post(request: Request, given: Transferable[] = []): void {
    this.worker?.postMessage(request, given);
  }

  private ask(request: WithoutAsk<Ask>): Promise<Answered> {
    const ask = ++this.asked;
    return new Promise((resolve) => {
      this.waiting.set(ask, resolve);
      this.post({ ...request, ask } as Ask);
    });
  }

  private take(reply: Reply): void {
    switch (reply.type) {
      case "absent":
        this.show({ phase: "absent" });
        return;
      case "failed":
        this.show({ phase: "failed", message: reply.message });
        return;
      case "head":
        this.coming = { head: reply.head, rows: [] };
        return;
      case "rows":
        this.takeRows(unpack(reply.rows));
        return;
      default:
        this.waiting.get(reply.ask)?.(reply);
        this.waiting.delete(reply.ask);
    }
  }

  /** The first rows are shown at once, the others when all are here. */
  private takeRows(rows: Row[]): void {
    if (!this.coming) return;
    const { head } = this.coming;
    const isFirst = this.coming.rows.length === 0;
    for (const row of rows) this.coming.rows.push(row);
    const isWhole = this.coming.rows.length === head.spanCount;
    const isShown = this.state.phase === "open";
    if (isWhole || (isFirst && !isShown)) {
      this.show({ phase: "open", head, rows: isWhole ? this.coming.rows : asTree(rows), isWhole });
    }
    if (isWhole) this.coming = null;
  }

  private show(state: TraceState): void {
    this.state = state;
    for (const listener of this.listeners) listener();
  }
}

/** The first rows of a tree as one of their own: no subtree ends behind them. */
export function asTree(rows: Row[]): Row[] {
  return rows.map((row) => (row.end > rows.length ? { ...row, end: rows.length } : row));
}

/// <reference lib="webworker" />
import { fetchTrace } from "../api/trace";
import { readFile } from "./file";
import type { Reply, Request } from "./protocol";
import { TraceReader } from "./reader";

// Reads a trace away from the page's thread, and sends rows in pieces small enough to be taken between
// two frames.

const FIRST_ROWS = 200;
const ROWS_A_PIECE = 2000;

let reader: TraceReader | null = null;

self.onmessage = ({ data }: MessageEvent<Request>) => {
  switch (data.type) {
    case "fetch":
      return void open(() => fetchTrace(data.id, new AbortController().signal));
    case "text":
      return void open(async () => ({ resourceSpans: readFile(data.text), message: null }));
    case "record":
      return send({ type: "record", ask: data.ask, value: reader?.record(data.index) ?? null });
    case "find":
      return send({ type: "find", ask: data.ask, value: reader?.find(data.text) ?? [] });
    case "export": {
      const blob = new Blob([reader?.exportJson() ?? ""], { type: "application/json" });
      return send({ type: "export", ask: data.ask, value: blob });
    }
  }
};

async function open(load: () => ReturnType<typeof fetchTrace>): Promise<void> {
  try {
    const stored = await load();
    if (!stored) return send({ type: "absent" });
    reader = new TraceReader(stored.resourceSpans, stored.message);
    send({ type: "head", head: reader.head });
    const { rows } = reader;
    for (let i = 0; i < rows.length; ) {
      const end = i === 0 ? FIRST_ROWS : i + ROWS_A_PIECE;
      send({ type: "rows", rows: rows.slice(i, end) });
      i = end;
    }
  } catch (e) {
    send({ type: "failed", message: e instanceof Error ? e.message : String(e) });
  }
}

function send(reply: Reply): void {
  self.postMessage(reply);
}

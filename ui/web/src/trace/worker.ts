/// <reference lib="webworker" />
import { readFile } from "./file";
import { buffersOf, pack } from "./packed";
import type { Reply, Request } from "./protocol";
import { TraceReader } from "./reader";
import { readTrace } from "./span";
import { readStored, type StoredTrace } from "./stored";

// Reads a trace away from the page's thread, and sends rows in pieces small enough to be taken between
// two frames.

const FIRST_ROWS = 200;
const ROWS_A_PIECE = 5000;

let reader: TraceReader | null = null;

self.onmessage = ({ data }: MessageEvent<Request>) => {
  switch (data.type) {
    case "stored":
      return open(() => readStored(data.answer));
    case "text":
      return open(() => ({ trace: readTrace(readFile(data.text)), message: null }));
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

function open(read: () => StoredTrace): void {
  try {
    const { trace, message } = read();
    if (trace.spans.length === 0) {
      send({ type: "absent" });
      return;
    }
    reader = new TraceReader(trace, message);
    send({ type: "head", head: reader.head });
    const { rows } = reader;
    for (let i = 0; i < rows.length; ) {
      const end = i === 0 ? FIRST_ROWS : i + ROWS_A_PIECE;
      const packed = pack(rows.slice(i, end));
      send({ type: "rows", rows: packed }, buffersOf(packed));
      i = end;
    }
  } catch (e) {
    send({ type: "failed", message: e instanceof Error ? e.message : String(e) });
  }
}

function send(reply: Reply, given: Transferable[] = []): void {
  self.postMessage(reply, given);
}

import type { Logs } from "../../trace/logs";
import { LogLineText } from "./LogLineText";

const MOST = 100;

/** The log lines that were written in a span. */
export function SpanLogs({ logs, spanId }: { logs: Logs | null; spanId: string }) {
  const lines = logs?.lines.filter((line) => line.spanId === spanId) ?? [];
  if (lines.length === 0) return null;
  return (
    <section>
      <h3>Logs {lines.length > 1 && <span className="muted">{lines.length}</span>}</h3>
      <ol className="events">
        {lines.slice(0, MOST).map((line, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no id, and the list does not change
          <li key={i}>
            <LogLineText line={line} />
          </li>
        ))}
      </ol>
    </section>
  );
}

import { formatDuration } from "../../format/duration";
import { formatCount, plural } from "../../format/quantity";
import { formatTime, nanosToMillis } from "../../format/time";
import { Link } from "../../routing/Link";
import type { Change } from "../../trace/matching";
import type { TraceHead } from "../../trace/reader";
import { ScrollRegion } from "../common/ScrollRegion";

interface Props {
  ids: [string, string];
  heads: [TraceHead, TraceHead];
  changes: Change[];
}

/** What the comparison says, in a sentence and two columns. */
export function Verdict({ ids, heads: [a, b], changes }: Props) {
  return (
    <section className="panel" aria-label="Result">
      <p className="verdict">{sentence(a, b, changes)}</p>
      <ScrollRegion className="wide-table" label="Both traces">
        <table className="data-table narrow-table">
          <thead>
            <tr>
              <th scope="col">
                <span className="sr-only">Trace</span>
              </th>
              <th scope="col" className="number">
                Duration
              </th>
              <th scope="col" className="number">
                Spans
              </th>
              <th scope="col" className="number">
                Errors
              </th>
              <th scope="col">Started</th>
              <th scope="col">Trace</th>
            </tr>
          </thead>
          <tbody>
            <SideRow name="A" id={ids[0]} head={a} />
            <SideRow name="B" id={ids[1]} head={b} />
          </tbody>
        </table>
      </ScrollRegion>
    </section>
  );
}

function SideRow({ name, id, head }: { name: string; id: string; head: TraceHead }) {
  return (
    <tr>
      <th scope="row">
        <span className={`side side-${name.toLowerCase()}`}>{name}</span>
      </th>
      <td className="number">{formatDuration(head.duration)}</td>
      <td className="number">{formatCount(head.spanCount)}</td>
      <td className={head.errorCount > 0 ? "number error-text" : "number"}>{formatCount(head.errorCount)}</td>
      <td>{formatTime(nanosToMillis(String(head.startNanos)))}</td>
      <td>
        <Link to={{ page: "trace", id, span: null }}>
          <code>{id}</code>
        </Link>
      </td>
    </tr>
  );
}

function sentence(a: TraceHead, b: TraceHead, changes: Change[]): string {
  const delta = b.duration - a.duration;
  const top = changes[0];
  if (Math.abs(delta) < a.duration * 0.02 || !top) {
    return `Both took about as long: A ${formatDuration(a.duration)}, B ${formatDuration(b.duration)}.`;
  }
  const word = delta > 0 ? "longer" : "less";
  const topDelta = top.after - top.before;
  const first = `B took ${formatDuration(Math.abs(delta))} ${word} than A, ${factor(a.duration, b.duration)}.`;
  return `${first} Most of it is ${top.service} ${top.name}: ${signed(topDelta)} self time in ${plural(Math.max(top.afterCount, top.beforeCount), "span")}.`;
}

function factor(before: number, after: number): string {
  if (before <= 0) return "from nothing";
  const times = after / before;
  const text = (value: number) => (value >= 10 ? Math.round(value).toString() : value.toFixed(1));
  return times >= 1 ? `${text(times)} times its time` : `1/${text(1 / times)} of its time`;
}

/** A difference with its sign. */
export function signed(nanos: number): string {
  if (nanos === 0) return "0";
  return nanos > 0 ? `+${formatDuration(nanos)}` : `−${formatDuration(-nanos)}`;
}

import type { Storage } from "../../api/status";
import { formatDuration } from "../../format/duration";
import { formatBytes, formatCount } from "../../format/quantity";
import { formatAgo, formatTime, nanosToMillis } from "../../format/time";
import { ScrollRegion } from "../common/ScrollRegion";

const SHOWN = 100;

/** The blocks, and when they go. */
export function StorageByBlock({ storage, now }: { storage: Storage; now: number }) {
  const { blocks, retentionSeconds, maxTotalBytes } = storage;
  return (
    <section className="panel" aria-labelledby="by-block">
      <h2 id="by-block">Storage by block</h2>
      <p className="muted">
        {retentionSeconds > 0
          ? `A block is deleted once its newest span is ${formatDuration(retentionSeconds * 1e9).replace(/ 00 [hms]$/, "")} old`
          : "Blocks are kept for ever"}
        {maxTotalBytes > 0
          ? `, and the oldest go when all together exceed ${formatBytes(maxTotalBytes)}.`
          : "."}
      </p>
      {blocks.length > 0 && (
        <ScrollRegion className="table-scroll tall" label="Blocks">
          <table className="red">
            <thead>
              <tr>
                <th scope="col">Block</th>
                <th scope="col">Newest span</th>
                <th scope="col" className="number">
                  Spans
                </th>
                <th scope="col" className="number">
                  Traces
                </th>
                <th scope="col" className="number">
                  Size
                </th>
                <th scope="col" className="number">
                  Bytes/span
                </th>
              </tr>
            </thead>
            <tbody>
              {blocks.slice(0, SHOWN).map((block) => {
                const end = nanosToMillis(block.endNanos ?? "");
                return (
                  <tr key={block.id}>
                    <th scope="row" title={block.id}>
                      <code>{block.id.slice(0, 13)}</code>
                    </th>
                    <td title={formatTime(end)}>{formatAgo(end, now)}</td>
                    <td className="number">{formatCount(block.spans)}</td>
                    <td className="number">{formatCount(block.traces)}</td>
                    <td className="number">{formatBytes(block.bytes)}</td>
                    <td className="number">{(block.bytes / Math.max(1, block.spans)).toFixed(1)}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      {blocks.length > SHOWN && <p className="muted">{blocks.length - SHOWN} older blocks are not shown.</p>}
      {blocks.length === 0 && <p className="muted">No block is written yet.</p>}
    </section>
  );
}

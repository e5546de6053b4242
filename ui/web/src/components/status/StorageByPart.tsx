import { useState } from "react";
import type { StoredBlock, StoredPart } from "../../api/status";
import { formatBytes } from "../../format/quantity";
import { formatShare } from "../chart/unit";

const SHOWN = 12;

/** What the bytes on disk are spent on: attributes, fields, dictionaries and indexes. */
export function StorageByPart({ parts, blocks }: { parts: StoredPart[]; blocks: StoredBlock[] }) {
  const [all, setAll] = useState(false);
  const total = blocks.reduce((sum, block) => sum + block.bytes, 0);
  const most = parts[0]?.bytes ?? 1;
  return (
    <section className="panel" aria-labelledby="by-attribute">
      <h2 id="by-attribute">Storage by attribute</h2>
      {parts.length === 0 && <p className="muted">No block is written yet: all spans are in heads.</p>}
      <ol className="bars">
        {parts.slice(0, all ? 200 : SHOWN).map((part) => (
          <li key={`${part.kind} ${part.level} ${part.name} ${part.attribute}`}>
            <span className="bar" style={{ width: `${(part.bytes / most) * 100}%` }} aria-hidden="true" />
            <span className="bar-name">
              <code>{part.name}</code>{" "}
              <small>
                {part.level} {part.attribute ? "attribute" : "field"}
                {part.kind === "column" ? "" : `, ${part.kind}`}
              </small>
            </span>
            <span className="bar-value">
              {formatBytes(part.bytes)} <small>{formatShare(part.bytes / (total || 1))}</small>
            </span>
          </li>
        ))}
      </ol>
      {parts.length > SHOWN && (
        <button type="button" className="button small" onClick={() => setAll(!all)}>
          {all ? "Fewer" : `${parts.length - SHOWN} more`}
        </button>
      )}
    </section>
  );
}

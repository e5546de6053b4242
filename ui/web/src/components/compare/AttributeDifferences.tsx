import { useState } from "react";
import { formatCount } from "../../format/quantity";
import { Link } from "../../routing/Link";
import { DEFAULT_SEARCH } from "../../routing/route";
import type { AttributeDifference, Attribution, ValueShare } from "../../trace/attribution";
import { AttributeKey } from "../trace/AttributeKey";
import { sharedFilter } from "./sharedFilter";

interface Props {
  attribution: Attribution;
  base: string;
  selection: string;
  range: string;
}

const SHOWN_AT_FIRST = 12;
const SHOWN_VALUES = 4;

/** Attributes by how much they differ between the sets, each with its most telling values. */
export function AttributeDifferences({ attribution, base, selection, range }: Props) {
  const [all, setAll] = useState(false);
  const { attributes } = attribution;
  if (attributes.length === 0) return <p className="muted">No attribute differs between the two sets.</p>;
  const shown = all ? attributes : attributes.slice(0, SHOWN_AT_FIRST);
  return (
    <section className="panel" aria-labelledby="attributes">
      <h2 id="attributes">What differs most</h2>
      <div className="set-grid">
        {shown.map((attribute) => (
          <AttributeBlock key={attribute.name} {...{ attribute, base, selection, range }} />
        ))}
      </div>
      {shown.length < attributes.length && (
        <button type="button" className="button" onClick={() => setAll(true)}>
          Show all {formatCount(attributes.length)} attributes that differ
        </button>
      )}
    </section>
  );
}

interface BlockProps {
  attribute: AttributeDifference;
  base: string;
  selection: string;
  range: string;
}

function AttributeBlock({ attribute, base, selection, range }: BlockProps) {
  return (
    <article className="set-block">
      <h3>
        <AttributeKey text={attribute.name} />{" "}
        <small title="0: alike in both sets, 100: apart; what may be chance is taken off">
          {Math.round(attribute.score * 100)} % apart
        </small>
      </h3>
      <ul>
        {attribute.values.slice(0, SHOWN_VALUES).map((value) => (
          <ValueLine
            key={value.text}
            value={value}
            query={sharedFilter(base, selection, attribute.name, value)}
            range={range}
          />
        ))}
      </ul>
      {attribute.values.length > SHOWN_VALUES && (
        <p className="muted">and {formatCount(attribute.values.length - SHOWN_VALUES)} more values</p>
      )}
    </article>
  );
}

function ValueLine({ value, query, range }: { value: ValueShare; query: string | null; range: string }) {
  const text = value.text.length > 90 ? `${value.text.slice(0, 90)}…` : value.text;
  return (
    <li>
      <span className="set-value" title={value.text.slice(0, 1000)}>
        {query ? <Link to={{ ...DEFAULT_SEARCH, query, range }}>{text || '""'}</Link> : text || '""'}
      </span>
      <ShareBar share={value.selection} count={value.selectionCount} side="b" />
      <ShareBar share={value.baseline} count={value.baselineCount} side="a" />
    </li>
  );
}

function ShareBar({ share, count, side }: { share: number; count: number; side: "a" | "b" }) {
  const percent = share * 100;
  const word = side === "b" ? "of the selection" : "of the rest";
  return (
    <span className="share-bar" title={`${formatCount(count)} spans, ${percent.toFixed(1)} % ${word}`}>
      <span className="share-track">
        <span className={`share-fill side-${side}`} style={{ width: `${Math.min(100, percent)}%` }} />
      </span>
      <span className="share-text">
        {percent > 0 && percent < 1 ? "< 1" : Math.round(percent)} %<span className="sr-only"> {word}</span>
      </span>
    </span>
  );
}

import { useState } from "react";
import type { KeyValue } from "../../api/otlp";
import { formatCount } from "../../format/quantity";
import { Link } from "../../routing/Link";
import { DEFAULT_SEARCH } from "../../routing/route";
import { type AttributeScope, attributeFilter } from "../../trace/filter";
import { valueText } from "../../trace/value";
import { CopyButton } from "../common/CopyButton";
import { AttributeKey } from "./AttributeKey";
import { LongText } from "./LongText";

/** A span may have 10,000 attributes; so many rows are drawn only when asked for. */
const SHOWN_AT_FIRST = 200;

interface Props {
  attributes?: KeyValue[] | undefined;
  /** Where they stand, for the filter that each can be used as. */
  scope: AttributeScope;
}

export function Attributes({ attributes = [], scope }: Props) {
  const [all, setAll] = useState(false);
  if (attributes.length === 0) return null;
  const shown = all ? attributes : attributes.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <table className="attributes">
        <tbody>
          {shown.map((attribute, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a key may occur twice, and the list does not change
            <AttributeRow key={i} attribute={attribute} scope={scope} />
          ))}
        </tbody>
      </table>
      {shown.length < attributes.length && (
        <button type="button" className="button small" onClick={() => setAll(true)}>
          Show all {formatCount(attributes.length)}
        </button>
      )}
    </>
  );
}

function AttributeRow({ attribute, scope }: { attribute: KeyValue; scope: AttributeScope }) {
  const { key = "", value } = attribute;
  const text = valueText(value);
  const query = attributeFilter(scope, key, value);
  return (
    <tr>
      <th scope="row">
        <AttributeKey text={key} />
      </th>
      <td>
        <LongText text={text} />
        <span className="value-actions">
          <CopyButton text={text} label={`Copy the value of ${key}`} />
          {query && (
            <Link to={{ ...DEFAULT_SEARCH, query }} className="button small" title={`Search for ${query}`}>
              Filter<span className="sr-only"> by {key}</span>
            </Link>
          )}
        </span>
      </td>
    </tr>
  );
}

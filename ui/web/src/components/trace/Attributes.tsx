import { useState } from "react";
import type { KeyValue } from "../../api/otlp";
import { formatCount } from "../../format/quantity";
import { valueText } from "../../trace/value";
import { AttributeKey } from "./AttributeKey";
import { LongText } from "./LongText";

/** A span may have 10,000 attributes; so many rows are drawn only when asked for. */
const SHOWN_AT_FIRST = 200;

export function Attributes({ attributes = [] }: { attributes?: KeyValue[] | undefined }) {
  const [all, setAll] = useState(false);
  if (attributes.length === 0) return null;
  const shown = all ? attributes : attributes.slice(0, SHOWN_AT_FIRST);
  return (
    <>
      <table className="attributes">
        <tbody>
          {shown.map(({ key, value }, i) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a key may occur twice, and the list does not change
            <tr key={i}>
              <th scope="row">
                <AttributeKey text={key ?? ""} />
              </th>
              <td>
                <LongText text={valueText(value)} />
              </td>
            </tr>
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

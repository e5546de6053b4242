import type { OtlpLink } from "../../api/otlp";
import { Link } from "../../routing/Link";
import { idToHex } from "../../trace/ids";
import { Attributes } from "./Attributes";

/** The spans, mostly of other traces, that a span points to. */
export function Links({ links = [] }: { links?: OtlpLink[] | undefined }) {
  return (
    <ul className="links">
      {links.map((link, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: links have no id, and the list does not change
        <li key={i}>
          <Link to={{ page: "trace", id: idToHex(link.traceId), span: idToHex(link.spanId) }}>
            span {idToHex(link.spanId)} of trace {idToHex(link.traceId)}
          </Link>
          {link.traceState && <p className="muted">{link.traceState}</p>}
          <Attributes attributes={link.attributes} scope="link" />
        </li>
      ))}
    </ul>
  );
}

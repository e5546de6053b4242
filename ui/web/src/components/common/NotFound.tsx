import type { ReactNode } from "react";
import { Link } from "../../routing/Link";
import { DEFAULT_SEARCH } from "../../routing/route";

/** A page that says that something is not there, and the way back. */
export function NotFound({ title, text, children }: { title: string; text: string; children?: ReactNode }) {
  return (
    <main className="page notice" id="main">
      <h1>{title}</h1>
      <p>{text}</p>
      <p className="actions">
        {children}
        <Link to={DEFAULT_SEARCH}>To the newest traces</Link>
      </p>
    </main>
  );
}

import type { ReactNode } from "react";
import { formatCount } from "../../format/quantity";

interface Props {
  title: string;
  count: number | undefined;
  /** How many of them the sender left out. */
  dropped: number | undefined;
  children: ReactNode;
}

/** A part of a span's details, left out if there is nothing in it. */
export function Section({ title, count = 0, dropped = 0, children }: Props) {
  if (count === 0 && dropped === 0) return null;
  return (
    <section>
      <h3>
        {title} {count > 1 && <span className="muted">{formatCount(count)}</span>}
      </h3>
      {children}
      {dropped > 0 && <p className="muted">The sender dropped {formatCount(dropped)} more.</p>}
    </section>
  );
}

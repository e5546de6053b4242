import type { ReactNode } from "react";

/** One figure with its name, and a word on it where it needs one. */
export function Fact({ name, note, children }: { name: string; note?: string; children: ReactNode }) {
  return (
    <div className="fact">
      <dt>{name}</dt>
      <dd title={note}>{children}</dd>
    </div>
  );
}

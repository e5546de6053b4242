import type { ReactNode } from "react";

/** A part of the page that scrolls by itself, by keys too. */
export function ScrollRegion(props: { label: string; className: string; children: ReactNode }) {
  return (
    <section
      className={props.className}
      aria-label={props.label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
      tabIndex={0}
    >
      {props.children}
    </section>
  );
}

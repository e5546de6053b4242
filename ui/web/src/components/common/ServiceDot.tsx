import type { CSSProperties } from "react";

/** A patch in the colour of a service; its name always stands beside it. */
export function ServiceDot({ colour }: { colour: number }) {
  const style: CSSProperties = { background: `var(--service-${colour})` };
  return <span className="service-dot" style={style} aria-hidden="true" />;
}

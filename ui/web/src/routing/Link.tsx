import type { MouseEvent, ReactNode } from "react";
import { navigate } from "./location";
import { type Route, urlOf } from "./route";

/** A link to a page of this application: a plain click stays in it, any other is the browser's. */
export function Link({ to, className, children }: { to: Route; className?: string; children: ReactNode }) {
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
    window.scrollTo(0, 0);
  };
  return (
    <a href={urlOf(to)} className={className} onClick={onClick}>
      {children}
    </a>
  );
}

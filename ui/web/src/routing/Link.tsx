import type { MouseEvent, ReactNode } from "react";
import { navigate } from "./location";
import { type Route, urlOf } from "./route";

interface Props {
  to: Route;
  className?: string;
  /** Whether it leads to the page that is open. */
  current?: boolean;
  title?: string;
  children: ReactNode;
}

/** A link to a page of this application: a plain click stays in it, any other is the browser's. */
export function Link({ to, className, current, title, children }: Props) {
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
    window.scrollTo(0, 0);
  };
  return (
    <a
      href={urlOf(to)}
      className={className}
      title={title}
      aria-current={current ? "page" : undefined}
      onClick={onClick}
    >
      {children}
    </a>
  );
}

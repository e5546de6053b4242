import type { MouseEvent, ReactNode } from "react";
import { navigate } from "./location";
import { type Route, urlOf } from "./route";

interface Props {
  to: Route;
  className?: string;
  /** Whether it leads to the page that is open. */
  current?: boolean;
  title?: string;
  /** Left out by the Tab key: the same is reached otherwise. */
  untabbed?: boolean;
  children: ReactNode;
}

/** A link to a page of this application: a plain click stays in it, any other is the browser's. */
export function Link({ to, className, current, title, untabbed, children }: Props) {
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
      tabIndex={untabbed ? -1 : undefined}
      aria-current={current ? "page" : undefined}
      onClick={onClick}
    >
      {children}
    </a>
  );
}

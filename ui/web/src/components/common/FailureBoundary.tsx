import { Component, type ReactNode } from "react";
import { NotFound } from "./NotFound";

/** Shows what went wrong where a page cannot be drawn, in place of an empty window. */
export class FailureBoundary extends Component<{ children: ReactNode }, { failure: Error | null }> {
  override state: { failure: Error | null } = { failure: null };

  static getDerivedStateFromError(failure: Error) {
    return { failure };
  }

  override render() {
    const { failure } = this.state;
    if (!failure) return this.props.children;
    return <NotFound title="This page cannot be drawn" text={String(failure)} />;
  }
}

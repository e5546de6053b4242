import type { Parameters } from "../../routing/route";

export function ComparePage(_: { parameters: Parameters }) {
  return (
    <main className="page" id="main">
      <h1>Compare</h1>
      <p className="muted">Coming.</p>
    </main>
  );
}

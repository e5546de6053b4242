import type { MetricsRoute } from "../../routing/route";

export function MetricsPage(_: { route: MetricsRoute }) {
  return (
    <main className="page" id="main">
      <h1>Metrics</h1>
      <p className="muted">Coming.</p>
    </main>
  );
}

import type { ServiceRoute } from "../../routing/route";

export function ServicePage(_: { route: ServiceRoute }) {
  return (
    <main className="page" id="main">
      <h1>Service</h1>
      <p className="muted">Coming.</p>
    </main>
  );
}

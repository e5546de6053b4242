import type { ServicesRoute } from "../../routing/route";

export function ServicesPage(_: { route: ServicesRoute }) {
  return (
    <main className="page" id="main">
      <h1>Services</h1>
      <p className="muted">Coming.</p>
    </main>
  );
}

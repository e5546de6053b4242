import type { Parameters } from "../../routing/route";

export function LlmPage(_: { parameters: Parameters }) {
  return (
    <main className="page" id="main">
      <h1>LLM serving</h1>
      <p className="muted">Coming.</p>
    </main>
  );
}

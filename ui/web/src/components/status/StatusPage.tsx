export function StatusPage() {
  return (
    <main className="page" id="main">
      <h1>Status</h1>
      <p className="muted">Coming.</p>
    </main>
  );
}

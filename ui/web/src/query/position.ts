/** The place in a query that an error of the server names, from 0; null if it names none. */
export function errorPlace(message: string, query: string): number | null {
  const match = /\bline (\d+), col(?:umn)? (\d+)/.exec(message);
  if (!match) return null;
  const lines = query.split("\n").slice(0, Number(match[1]) - 1);
  const before = lines.reduce((sum, line) => sum + line.length + 1, 0);
  return Math.min(query.length, before + Number(match[2]) - 1);
}

/** So many rows above and below those in sight are drawn, too. */
const MORE = 10;

/** The indexes of the rows of a list that are in sight, and of some more on both sides. */
export function rowsInSight(
  { top, height }: { top: number; height: number },
  count: number,
  rowHeight: number,
): number[] {
  if (height === 0) return [];
  const first = Math.max(0, Math.min(count - 1, Math.floor(top / rowHeight)) - MORE);
  const end = Math.min(count, Math.ceil((top + height) / rowHeight) + MORE);
  return Array.from({ length: Math.max(0, end - first) }, (_, i) => first + i);
}

/** A line from one node to another, by their numbers. */
export interface Line {
  from: number;
  to: number;
}

/** In which column each node stands. */
export interface Ranks {
  ranks: number[];
  /** The lines that close a circle, and lead to the left. */
  back: ReadonlySet<Line>;
}

/** Puts each node to the right of those that lead to it, and not farther away than that takes. */
export function ranksOf(count: number, lines: readonly Line[]): Ranks {
  const { order, back } = walked(count, lines);
  const before = Array.from({ length: count }, (): number[] => []);
  const after = Array.from({ length: count }, (): number[] => []);
  for (const line of lines) {
    const [left, right] = back.has(line) ? [line.to, line.from] : [line.from, line.to];
    after[left]?.push(right);
    before[right]?.push(left);
  }
  const ranks = new Array<number>(count).fill(0);
  const rankOf = (node: number) => ranks[node] as number;
  for (const node of order) {
    for (const next of after[node] as number[]) ranks[next] = Math.max(rankOf(next), rankOf(node) + 1);
  }
  for (const node of order.toReversed()) {
    const next = after[node] as number[];
    if (next.length > (before[node]?.length ?? 0)) ranks[node] = Math.min(...next.map(rankOf)) - 1;
  }
  return { ranks, back };
}

/** An order in which each line that closes no circle leads from an earlier node to a later one. */
function walked(count: number, lines: readonly Line[]): { order: number[]; back: ReadonlySet<Line> } {
  const from = Array.from({ length: count }, (): Line[] => []);
  const surplus = new Array<number>(count).fill(0);
  const entered = new Set<number>();
  for (const line of lines) {
    from[line.from]?.push(line);
    surplus[line.from] = (surplus[line.from] ?? 0) + 1;
    surplus[line.to] = (surplus[line.to] ?? 0) - 1;
    entered.add(line.to);
  }
  const back = new Set<Line>();
  const done: number[] = [];
  const state = new Uint8Array(count); // 0 not seen, 1 on the path, 2 done
  const visit = (node: number) => {
    state[node] = 1;
    for (const line of from[node] as Line[]) {
      if (state[line.to] === 1) back.add(line);
      else if (state[line.to] === 0) visit(line.to);
    }
    state[node] = 2;
    done.push(node);
  };
  // Where nothing but circles is, the node that leads to most stands first.
  const starts = Array.from({ length: count }, (_, node) => node).sort(
    (a, b) =>
      Number(entered.has(a)) - Number(entered.has(b)) || (surplus[b] as number) - (surplus[a] as number),
  );
  for (const node of starts) if (state[node] === 0) visit(node);
  return { order: done.reverse(), back };
}

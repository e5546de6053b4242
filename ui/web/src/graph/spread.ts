interface Block {
  weight: number;
  /** The mean of what its members wish, each less the room of those before it. */
  at: number;
  count: number;
}

/**
 * Places in ascending order that are as near as can be (least squares) to those that are wished for, each at
 * least its gap behind the one before it: neighbours that would be too near are joined and share their wish.
 */
export function spread(
  wishes: readonly number[],
  weights: readonly number[],
  gaps: readonly number[],
): number[] {
  const rooms: number[] = [];
  const blocks: Block[] = [];
  let room = 0;
  wishes.forEach((wish, i) => {
    if (i > 0) room += gaps[i] ?? 0;
    rooms.push(room);
    let last: Block = { weight: weights[i] ?? 1, at: wish - room, count: 1 };
    for (let above = blocks.at(-1); above && above.at >= last.at; above = blocks.at(-1)) {
      blocks.pop();
      const weight = above.weight + last.weight;
      const at = (above.at * above.weight + last.at * last.weight) / weight;
      last = { weight, at, count: above.count + last.count };
    }
    blocks.push(last);
  });
  const places = blocks.flatMap(({ at, count }) => new Array<number>(count).fill(at));
  return places.map((place, i) => place + (rooms[i] as number));
}

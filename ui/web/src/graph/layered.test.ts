import { expect, test } from "vitest";
import { curve } from "./curve";
import { type Layout, type Look, layered, type Point } from "./layered";
import { crossings, ordered, type Vertex } from "./order";
import { type Line, ranksOf } from "./ranks";
import { spread } from "./spread";

const LOOK: Look = { width: 100, height: 40, columnGap: 60, rowGap: 20, margin: 10 };

/** Lines as "0>1 1>2". */
function lines(text: string): Line[] {
  return text.split(" ").map((line) => {
    const [from, to] = line.split(">").map(Number);
    return { from: from as number, to: to as number };
  });
}

function vertices(ranks: number[], text: string): Vertex[] {
  const made = ranks.map((rank, node): Vertex => ({ node, rank, place: 0, y: 0, before: [], after: [] }));
  for (const { from, to } of lines(text)) {
    made[from]?.after.push(made[to] as Vertex);
    made[to]?.before.push(made[from] as Vertex);
  }
  return made;
}

test("a node stands right of all that lead to it, and a circle is closed by a line that goes back", () => {
  const circle = lines("0>1 1>2 2>0 0>2");
  const { ranks, back } = ranksOf(3, circle);
  expect(ranks).toEqual([0, 1, 2]);
  expect([...back]).toEqual([circle[2]]);
});

test("a node that only leads on stands next to what it leads to", () => {
  expect(ranksOf(5, lines("0>1 1>2 2>3 4>3")).ranks).toEqual([0, 1, 2, 3, 2]);
});

test("crossings that a change of places removes are removed", () => {
  const crossed = vertices([0, 0, 0, 1, 1, 1], "0>5 1>4 2>3 0>4");
  expect(crossings([crossed.slice(0, 3), crossed.slice(3)])).toBe(4);
  expect(crossings(ordered(crossed))).toBe(0);
});

test("places are as near as can be to what is wished, and in order", () => {
  expect(spread([0, 0, 100], [1, 1, 1], [0, 10, 10])).toEqual([-5, 5, 100]);
  expect(spread([0, 0], [3, 1], [0, 8])).toEqual([-2, 6]);
  expect(spread([], [], [])).toEqual([]);
});

test("a chain is straight, and so is a line that passes by", () => {
  const { nodes, lines: paths } = layered(4, lines("0>1 1>2 2>3 0>3"), LOOK);
  expect(nodes.map(({ x }) => x)).toEqual([60, 220, 380, 540]);
  const passing = (paths[3] as Point[]).slice(1, -1).map(({ y }) => Math.round(y));
  expect(new Set(passing).size).toBe(1);
});

test("two that call each other have two lines, side by side", () => {
  const { lines: paths } = layered(2, lines("0>1 1>0"), LOOK);
  const [there, back] = paths as [Point[], Point[]];
  expect(there.map(({ x }) => x)).toEqual([110, 170]);
  expect(back.map(({ x }) => x)).toEqual([170, 110]);
  expect(there[0]?.y).not.toBe(back[1]?.y);
});

test("nodes without lines stand below the others, and a line to itself is none", () => {
  const { nodes, lines: paths, height } = layered(5, lines("0>1 2>2"), LOOK);
  expect(paths[1]).toEqual([]);
  expect(nodes.slice(2).map(({ y }) => y)).toEqual([90, 90, 90]);
  expect(height).toBe(120);
  expect(layered(0, [], LOOK).nodes).toEqual([]);
});

test("a line goes through its points", () => {
  expect(curve([])).toBe("");
  const points = [
    { x: 0, y: 0 },
    { x: 10, y: 4.04 },
  ];
  expect(curve(points)).toBe("M0,0 C5,0 5,4 10,4");
});

test("no node covers another, and no line runs through one, in graphs of 50 services", () => {
  for (let seed = 1; seed <= 20; seed++) {
    const layout = layered(50, randomLines(seed), LOOK);
    expect(collisions(layout), `seed ${seed}`).toBe(0);
  }
});

function randomLines(seed: number): Line[] {
  let state = seed;
  const random = (below: number) => {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    return Math.floor((state / 2 ** 31) * below);
  };
  return Array.from({ length: 75 }, () => ({ from: random(50), to: random(50) }));
}

function collisions({ nodes, lines: paths }: Layout): number {
  let count = 0;
  nodes.forEach((a, i) => {
    for (const b of nodes.slice(i + 1)) {
      if (Math.abs(a.x - b.x) < LOOK.width && Math.abs(a.y - b.y) < LOOK.height) count++;
    }
    // A line is straight while it is in a column, so its points there tell.
    for (const path of paths) {
      for (const point of path.slice(1, -1)) {
        if (Math.abs(a.x - point.x) <= LOOK.width / 2 && Math.abs(a.y - point.y) < LOOK.height / 2) count++;
      }
    }
  });
  return count;
}

import { expect, test } from "vitest";
import type { Graph } from "../../api/graph";
import { pathThrough, placed } from "./graphLayout";

function graph(...calls: string[]): Graph {
  const names = [...new Set(calls.flatMap((call) => call.split(">")))];
  return {
    nodes: names.map((service) => ({ service, kind: "service", calls: 1, errors: 0 })),
    edges: calls.map((call) => {
      const [client = "", server = ""] = call.split(">");
      return { client, server, kind: "call", calls: 1, errors: 0 };
    }),
  };
}

test("callers are left of what they call, and a circle is drawn, too", () => {
  const { nodes, edges } = placed(graph("web>shop", "shop>db", "db>web", "shop>shop"));
  const x = Object.fromEntries(nodes.map((node) => [node.service, node.x]));
  expect(x.web).toBeLessThan(x.shop ?? 0);
  expect(x.shop).toBeLessThan(x.db ?? 0);
  expect(edges).toHaveLength(3);
  expect(edges[0]?.points.length).toBeGreaterThan(1);
});

test("a path goes both ways from a service, and not to its neighbours' other callers", () => {
  const calls = graph("web>shop", "shop>db", "jobs>db", "web>ads");
  expect([...pathThrough(calls, "shop")].sort()).toEqual(["db", "shop", "web"]);
});

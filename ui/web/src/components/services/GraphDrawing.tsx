import { type CSSProperties, useMemo, useState } from "react";
import type { Graph } from "../../api/graph";
import { formatDuration } from "../../format/duration";
import { plural } from "../../format/quantity";
import { curve } from "../../graph/curve";
import { formatShare } from "../chart/unit";
import { ScrollRegion } from "../common/ScrollRegion";
import { NODE, type PlacedEdge, type PlacedGraph, type PlacedNode, pathThrough } from "./graphLayout";

interface Props {
  graph: PlacedGraph;
  whole: Graph;
  chosen: string | null;
  choose: (service: string | null) => void;
}

const LONGEST_NAME = 22;
/** A smaller part of calls that fail is said in the table only. */
const SHOWN_SHARE = 0.01;

/** The graph itself. A service that is pointed at, or chosen, shows the paths through it. */
export function GraphDrawing({ graph, whole, chosen, choose }: Props) {
  const [pointed, point] = useState<string | null>(null);
  const through = chosen ?? pointed;
  const path = useMemo(() => (through === null ? null : pathThrough(whole, through)), [whole, through]);
  const most = Math.max(1, ...graph.edges.map((edge) => edge.calls));
  return (
    <ScrollRegion className="graph-scroll" label="Service graph">
      <svg
        className="graph"
        viewBox={`0 0 ${graph.width} ${graph.height}`}
        style={{ "--width": `${graph.width}px` } as CSSProperties}
      >
        <title>Service graph</title>
        <defs>
          <marker
            id="arrow"
            viewBox="0 0 8 8"
            refX="7"
            refY="4"
            markerWidth="10"
            markerHeight="10"
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0L8 4L0 8Z" fill="context-stroke" />
          </marker>
        </defs>
        {graph.edges.map((edge) => (
          <Edge
            key={`${edge.client}→${edge.server}`}
            edge={edge}
            most={most}
            faded={path !== null && !(path.has(edge.client) && path.has(edge.server))}
          />
        ))}
        {graph.nodes.map((node) => (
          <Node
            key={node.service}
            node={node}
            chosen={node.service === chosen}
            faded={path !== null && !path.has(node.service)}
            point={point}
            choose={() => choose(node.service === chosen ? null : node.service)}
          />
        ))}
      </svg>
    </ScrollRegion>
  );
}

function Edge({ edge, most, faded }: { edge: PlacedEdge; most: number; faded: boolean }) {
  const share = edge.calls > 0 ? edge.errors / edge.calls : 0;
  const middle = middleOf(edge.points);
  const p95 = edge.clientP95Ns ?? edge.serverP95Ns;
  return (
    <g
      className={`graph-edge${faded ? " faded" : ""}`}
      style={{ "--failing": `${Math.min(100, share * 500)}%` } as CSSProperties}
    >
      <path
        d={curve(edge.points)}
        strokeWidth={1.2 + 4 * Math.sqrt(edge.calls / most)}
        strokeDasharray={edge.kind === "messaging" ? "7 5" : undefined}
        markerEnd="url(#arrow)"
      >
        <title>
          {`${edge.client} → ${edge.server}: ${plural(edge.calls, "call")}, ${formatShare(share)} errors`}
          {p95 === undefined ? "" : `, p95 ${formatDuration(p95)}`}
        </title>
      </path>
      {middle && share >= SHOWN_SHARE && (
        <text x={middle.x} y={middle.y - 6} textAnchor="middle">
          {formatShare(share)}
        </text>
      )}
    </g>
  );
}

function middleOf(points: PlacedEdge["points"]) {
  const before = points[Math.ceil(points.length / 2) - 1];
  const after = points[Math.floor(points.length / 2)];
  return before && after && { x: (before.x + after.x) / 2, y: (before.y + after.y) / 2 };
}

interface NodeProps {
  node: PlacedNode;
  chosen: boolean;
  faded: boolean;
  point: (service: string | null) => void;
  choose: () => void;
}

function Node({ node, chosen, faded, point, choose }: NodeProps) {
  const share = node.calls > 0 ? node.errors / node.calls : 0;
  const left = node.x - NODE.width / 2;
  const top = node.y - NODE.height / 2;
  // Who calls from outside is not called itself.
  const facts = [
    node.calls > 0 ? plural(node.calls, "call") : node.kind,
    ...(node.p95Ns ? [`p95 ${formatDuration(node.p95Ns)}`] : []),
  ];
  return (
    // biome-ignore lint/a11y/useSemanticElements: there is no button in SVG
    <g
      className={`graph-node ${node.kind}${chosen ? " chosen" : ""}${faded ? " faded" : ""}`}
      role="button"
      tabIndex={0}
      aria-pressed={chosen}
      aria-label={`${node.service}: ${facts.join(", ")}, ${formatShare(share)} errors`}
      onClick={choose}
      onKeyDown={(event) => {
        if (event.key !== "Enter" && event.key !== " ") return;
        event.preventDefault();
        choose();
      }}
      onPointerEnter={() => point(node.service)}
      onPointerLeave={() => point(null)}
      onFocus={() => point(node.service)}
      onBlur={() => point(null)}
    >
      <rect
        className="box"
        x={left}
        y={top}
        width={NODE.width}
        height={NODE.height}
        rx={node.kind === "service" ? 8 : 28}
      />
      {share > 0 && (
        <rect
          className="error-bar"
          x={left + 12}
          y={top + NODE.height - 7}
          width={Math.max(4, (NODE.width - 24) * share)}
          height="4"
          rx="2"
        />
      )}
      <text className="node-name" x={left + 14} y={top + 21}>
        {node.service.length > LONGEST_NAME ? `${node.service.slice(0, LONGEST_NAME - 1)}…` : node.service}
      </text>
      <text className="node-facts" x={left + 14} y={top + 39}>
        {facts.join(" · ")}
      </text>
    </g>
  );
}

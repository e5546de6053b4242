/** The stages of a request to a model, in their order. */
export const STAGES = [
  { id: "prefill queue", worker: "prefill", about: "waits for the prefill engine" },
  { id: "prefill", worker: "prefill", about: "reads the prompt into a key-value cache" },
  { id: "decode queue", worker: "decode", about: "waits for the decode engine" },
  { id: "hand-over", worker: "decode", about: "the cache comes to the decode worker" },
  { id: "first token", worker: "decode", about: "the first token is made" },
  { id: "decode", worker: "decode", about: "all other tokens are made" },
] as const;

export type StageId = (typeof STAGES)[number]["id"];
export type Component = (typeof STAGES)[number]["worker"];
export const REQUESTS = "requests";

/**
 * How a serving system tells what it does. Each stage is a filter of TraceQL whose spans last as long as the
 * stage; with `| select(ATTRIBUTE)`, that attribute of the spans has its seconds.
 */
export interface Serving {
  id: string;
  label: string;
  spans: Readonly<Partial<Record<StageId | typeof REQUESTS, string>>>;
  /** The attribute of requests that has the seconds to the first token, and that between two later ones. */
  firstToken: string;
  perToken?: string;
  /** What tells workers from one another, on the spans of stages; absent where these are not the workers'. */
  worker?: string;
  /** Nanoseconds that a worker was busy or idle, on the spans of its queue. */
  busy?: string;
  idle?: string;
}

const generate = (filter: string) => `{ ${filter} && parent.span.endpoint = "generate" }`;
const ofVllm = (attribute: string) => `{ name = "llm_request" } | select(span.gen_ai.latency.${attribute})`;
const GEN_AI = `{ span.gen_ai.operation.name =~ "chat|text_completion|generate_content" }`;

/** Those that are known; the first of which there are spans is taken where none is chosen. */
export const SERVINGS: readonly [Serving, ...Serving[]] = [
  {
    id: "dynamo",
    label: "Dynamo, and the example",
    spans: {
      requests: `{ name = "http-request" }`,
      "prefill queue": generate(`name = "queue" && parent.span.component = "prefill"`),
      prefill: generate(`name = "prefill"`),
      "decode queue": generate(`name = "queue" && parent.span.component = "decode"`),
      "hand-over": generate(`name = "kv_transfer"`),
      "first token": generate(`name = "first_token"`),
      decode: generate(`name = "decode"`),
    },
    firstToken: "span.gen_ai.server.time_to_first_token",
    perToken: "span.gen_ai.server.time_per_output_token",
    worker: "parent.span.instance_id",
    busy: "parent.span.busy_ns",
    idle: "parent.span.idle_ns",
  },
  {
    id: "vllm",
    label: "vLLM",
    spans: {
      requests: `{ name = "llm_request" }`,
      "prefill queue": ofVllm("time_in_queue"),
      prefill: ofVllm("time_in_model_prefill"),
      decode: ofVllm("time_in_model_decode"),
    },
    firstToken: "span.gen_ai.latency.time_to_first_token",
    worker: "resource.service.instance.id",
  },
  {
    id: "sglang",
    label: "SGLang",
    spans: {
      requests: `{ name =~ "Req .*" }`,
      "prefill queue": `{ name = "prefill_waiting" }`,
      prefill: `{ name = "prefill_forward" }`,
      "decode queue": `{ name = "decode_waiting" }`,
      "hand-over": `{ name = "prefill_transfer_kv_cache" }`,
      decode: `{ name = "decode_loop" }`,
    },
    firstToken: "span.gen_ai.server.time_to_first_token",
    worker: "resource.service.instance.id",
  },
  {
    id: "genai",
    label: "OpenTelemetry GenAI, by its clients",
    spans: {
      requests: GEN_AI,
      "first token": `${GEN_AI} | select(span.gen_ai.response.time_to_first_chunk)`,
    },
    firstToken: "span.gen_ai.response.time_to_first_chunk",
  },
];

/** Where a stage's spans are said in the URL: "prefill-queue". */
export function parameterOf(stage: string): string {
  return stage.replace(" ", "-");
}

/** A system of those that are known, with the stages that the URL says otherwise. */
export function servingOf(id: string | undefined, parameters: Readonly<Record<string, string>>): Serving {
  const known = SERVINGS.find((one) => one.id === id) ?? SERVINGS[0];
  const own = [REQUESTS, ...STAGES.map((stage) => stage.id)].flatMap((stage) => {
    const text = parameters[parameterOf(stage)];
    return text ? [[stage, text] as const] : [];
  });
  return { ...known, spans: { ...known.spans, ...Object.fromEntries(own) } };
}

/** Spans, and what of them is measured: their duration, or an attribute that has seconds. */
export interface Measure {
  /** What is between the braces. */
  filter: string;
  field: string;
}

/** What the text of a stage means; null if it is neither a filter nor one with an attribute. */
export function parseMeasure(text: string): Measure | null {
  const match = /^\s*\{\s*([^{}]+?)\s*\}\s*(?:\|\s*select\s*\(\s*([^(),]+?)\s*\)\s*)?$/.exec(text);
  return match?.[1] ? { filter: match[1], field: match[2] ?? "duration" } : null;
}

export function measureOf(serving: Serving, stage: StageId | typeof REQUESTS): Measure | null {
  return parseMeasure(serving.spans[stage] ?? "");
}

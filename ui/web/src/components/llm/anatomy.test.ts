import { expect, test } from "vitest";
import { tree } from "../../trace/fixtures";
import { anatomyOf } from "./anatomy";

const request = `
http-request 0 1000 @frontend
  tokenize 0 5 @frontend
  prefill_routing 5 300 @frontend
    handle_payload 10 290 @prefill
      queue 10 200 @prefill
      prefill 200 290 @prefill
  handle_payload 310 1000 @decode
    queue 310 400 @decode
    kv_transfer 400 450 @decode
      handle_payload 405 445 @prefill
        queue 405 410 @prefill
    first_token 450 460 @decode
    decode 460 990 @decode
`;

test("a request is taken apart into its steps, which add up with the rest", () => {
  const anatomy = anatomyOf(tree(request));
  expect(anatomy?.phases.map(({ id, start, duration }) => [id, start, duration])).toEqual([
    ["prefill queue", 10, 190],
    ["prefill", 200, 90],
    ["decode queue", 310, 90],
    ["hand-over", 400, 50],
    ["first token", 450, 10],
    ["decode", 460, 530],
  ]);
  expect(anatomy?.rest).toBe(40);
  expect(anatomy?.timeToFirstToken).toBe(460);
});

test("the request's own event says when the first token was there", () => {
  const rows = tree(request);
  const root = rows[0];
  if (root) root.span.events = [475];
  expect(anatomyOf(rows)?.timeToFirstToken).toBe(475);
});

test("a request that was turned away has only a queue", () => {
  const rows = tree(`
http-request 0 100 @frontend
  prefill_routing 0 90 @frontend
    handle_payload 10 80 @prefill
      queue 10 80 @prefill
`);
  const anatomy = anatomyOf(rows);
  expect(anatomy?.phases.map((phase) => phase.id)).toEqual(["prefill queue"]);
  expect(anatomy?.timeToFirstToken).toBeNull();
});

test("another trace has no anatomy", () => {
  expect(anatomyOf(tree("GET 0 100"))).toBeNull();
  expect(anatomyOf([])).toBeNull();
});

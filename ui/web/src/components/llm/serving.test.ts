import { expect, test } from "vitest";
import { measureOf, parseMeasure, SERVINGS, servingOf } from "./serving";

test("a stage is measured by its spans' duration, or by an attribute of theirs", () => {
  expect(parseMeasure('{ name = "prefill" }')).toEqual({ filter: 'name = "prefill"', field: "duration" });
  expect(parseMeasure('{name="a" && span.b > 1} | select( span.seconds )')).toEqual({
    filter: 'name="a" && span.b > 1',
    field: "span.seconds",
  });
  for (const none of [
    "",
    "{}",
    "name = 1",
    "{ a = 1 } | rate()",
    "{ a = 1 } >> { b = 1 }",
    "{ a = 1 } | select(a, b)",
  ]) {
    expect(parseMeasure(none), none).toBeNull();
  }
});

test("every stage of the known systems can be measured", () => {
  for (const serving of SERVINGS) {
    for (const stage of Object.keys(serving.spans) as (keyof typeof serving.spans)[]) {
      expect(measureOf(serving, stage), `${serving.id} ${stage}`).not.toBeNull();
    }
  }
});

test("the URL says other spans for a stage", () => {
  const serving = servingOf("vllm", { "decode-queue": '{ name = "wait" }', prefill: "" });
  expect(serving.spans["decode queue"]).toBe('{ name = "wait" }');
  expect(measureOf(serving, "prefill")?.field).toBe("span.gen_ai.latency.time_in_model_prefill");
  expect(servingOf("nobody", {}).id).toBe("dynamo");
});

import { expect, test } from "vitest";
import { type Measured, separationOf, waitOf } from "./separation";

const measured: Measured = {
  prefill: { workers: 1, rate: 2, service: 0.2, wait: 0.3 },
  decode: { workers: 1, rate: 2, service: 0.11, wait: 0.05 },
  handOver: 0.01,
  firstToken: 0.02,
};

test("one worker waits as the theory of queues says: ρ / (1 − ρ) · S", () => {
  expect(waitOf(1, 0.5, 2)).toBeCloseTo(2, 9);
  expect(waitOf(2, 0.5, 2)).toBeLessThan(2);
  expect(waitOf(3, 1, 2)).toBe(Number.POSITIVE_INFINITY);
});

test("separate figures are those measured", () => {
  const { separate } = separationOf(measured);
  expect(separate.prefillUtilisation).toBeCloseTo(0.4, 9);
  expect(separate.decodeUtilisation).toBeCloseTo(0.22, 9);
  expect(separate.wait).toBeCloseTo(0.35, 9);
  expect(separate.timeToFirstToken).toBeCloseTo(0.35 + 0.2 + 0.01 + 0.02, 9);
});

test("joined workers need no hand-over and wait by what was measured of the bursts", () => {
  const { joined, burstiness } = separationOf(measured);
  const modelled = waitOf(1, 0.4, 0.2) + waitOf(1, 0.22, 0.11);
  expect(burstiness).toBeCloseTo(0.35 / modelled, 9);
  expect(joined).toMatchObject({ workers: 2 });
  expect(joined.service).toBeCloseTo(0.3, 9);
  expect(joined.utilisation).toBeCloseTo(0.3, 9);
  expect(joined.timeToFirstToken).toBeCloseTo(burstiness * waitOf(2, 0.3, 0.3) + 0.22, 9);
});

test("more requests than joined workers can do wait without end", () => {
  const { joined } = separationOf({ ...measured, prefill: { ...measured.prefill, rate: 7 } });
  expect(joined.timeToFirstToken).toBe(Number.POSITIVE_INFINITY);
});

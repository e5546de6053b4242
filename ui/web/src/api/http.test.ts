import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { getJson, HttpError, isRefusal, isWorthRetrying } from "./http";

let server: Server;
let base: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    response.statusCode = Number(request.url?.slice(1, 4));
    if (request.url?.endsWith("warned")) response.setHeader("X-Rubato-Warning", ["a is not known", "b"]);
    response.end(
      response.statusCode === 200 ? '{"traces":[]}' : "invalid TraceQL query: unknown identifier: foo\n",
    );
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(() => server.close());

function get(url: string): Promise<unknown> {
  return getJson(url, new AbortController().signal);
}

async function failureOf(url: string): Promise<HttpError> {
  const outcome = await get(url).catch((e: unknown) => e);
  if (!(outcome instanceof HttpError)) throw new Error(`no HttpError from ${url} but ${outcome}`);
  return outcome;
}

test("a success is parsed", async () => {
  expect(await get(`${base}/200`)).toEqual({ traces: [] });
});

test("what the server says of its answer is with it", async () => {
  expect(await get(`${base}/200/warned`)).toEqual({ traces: [], warning: "a is not known, b" });
});

test("a refusal carries the words of the server and is not tried again", async () => {
  const error = await failureOf(`${base}/400`);
  expect(error).toMatchObject({ status: 400, message: "invalid TraceQL query: unknown identifier: foo" });
  expect(isRefusal(error)).toBe(true);
  expect(isWorthRetrying(0, error)).toBe(false);
});

test("a failure of the server is tried again, twice", async () => {
  const error = await failureOf(`${base}/503`);
  expect(error.status).toBe(503);
  expect([0, 1, 2].map((failures) => isWorthRetrying(failures, error))).toEqual([true, true, false]);
});

test("no answer at all is said in a sentence", async () => {
  const error = await failureOf("http://127.0.0.1:1/");
  expect(error.message).toContain("does not answer");
  expect(isRefusal(error)).toBe(false);
});

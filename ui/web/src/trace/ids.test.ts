import { expect, test } from "vitest";
import { idToHex } from "./ids";

test.each([
  ["AAAAAAAAAAAaKzxNXm93iA==", "00000000000000001a2b3c4d5e6f7788"],
  ["AAAAAAAAAAM=", "0000000000000003"],
  ["//////////8=", "ffffffffffffffff"],
  ["00000000000000001A2B3C4D5E6F7788", "00000000000000001a2b3c4d5e6f7788"],
  ["", ""],
  ["not an id!", "not an id!"],
])("%s is %s", (id, hex) => {
  expect(idToHex(id)).toBe(hex);
});

test("an absent id is empty", () => {
  expect(idToHex(undefined)).toBe("");
});

import { ConvexError } from "convex/values";
import { expect, expectTypeOf, test } from "vitest";
import { infrastructureDataOf, infrastructureError } from "./infrastructureError.js";

const data = {
  code: "TOO_LONG",
  message: "id has 3 characters",
  retryable: false,
  path: "id",
} as const;

test("the error carries its data, with the code as a literal", () => {
  const error = infrastructureError(data);
  expect(error).toBeInstanceOf(ConvexError);
  expect(error.data).toEqual({ kind: "infrastructure", ...data });
  expectTypeOf(error.data.code).toEqualTypeOf<"TOO_LONG">();
});

test("its data is read from anything that carries it", () => {
  expect(infrastructureDataOf(infrastructureError(data))).toEqual({
    kind: "infrastructure",
    ...data,
  });
  expect(infrastructureDataOf({ data: { kind: "infrastructure", ...data } })).toMatchObject(data);
  for (const other of [null, "TOO_LONG", new Error("no"), new ConvexError("no"), { data: data }]) {
    expect(infrastructureDataOf(other)).toBeNull();
  }
});

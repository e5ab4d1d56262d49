import { v, type Infer } from "convex/values";
import { describe, expect, expectTypeOf, test } from "vitest";
import { z } from "zod";
import { copyRefinement, issuesOf } from "./declarations/refinement.js";
import { fromZod } from "./zod.js";

const positive = fromZod(z.number().int().positive("must be positive"));

describe("a zod schema where a validator goes", () => {
  test("OR-6 has the shape of the Convex validator made of it", () => {
    expect(positive.kind).toBe("float64");
    expectTypeOf<Infer<typeof positive>>().toEqualTypeOf<number>();
    const contact = fromZod(z.object({ email: z.email(), tags: z.array(z.string()).optional() }));
    expect(contact.kind).toBe("object");
    expectTypeOf<Infer<typeof contact>>().toEqualTypeOf<{ email: string; tags?: string[] }>();
  });

  test("OR-6 says what a validator cannot, with path and message", () => {
    expect(issuesOf(positive, 3)).toEqual([]);
    expect(issuesOf(v.object({ n: positive }), { n: -3 })).toEqual([
      { path: "n", message: "must be positive" },
    ]);
  });

  test("OR-6 is found inside of lists, objects and optional fields", () => {
    const validator = v.object({
      rows: v.array(v.object({ n: positive })),
      maybe: v.optional(positive),
    });
    expect(issuesOf(validator, { rows: [{ n: 1 }, { n: 0 }] })).toMatchObject([
      { path: "rows.1.n" },
    ]);
    expect(issuesOf(validator, { rows: [], maybe: 0.5 })).toMatchObject([{ path: "maybe" }]);
  });

  test("OR-6 is found inside of records and unions", () => {
    const validator = v.object({
      prices: v.record(v.string(), positive),
      either: v.union(v.object({ n: positive }), v.string(), v.null()),
    });
    expect(issuesOf(validator, { prices: { a: 1, b: 0 }, either: { n: -1 } })).toMatchObject([
      { path: "prices.b" },
      { path: "either.n" },
    ]);
    expect(issuesOf(validator, { prices: {}, either: "text" })).toEqual([]);
  });

  test("OR-6 of a union one member without an issue is enough", () => {
    const negative = fromZod(z.number().negative());
    expect(issuesOf(v.union(positive, negative), -1)).toEqual([]);
    expect(issuesOf(v.union(positive, negative), 0)).toHaveLength(1);
  });

  test("OR-6 stays with a field that is made optional, in every way to say so", () => {
    for (const field of [v.optional(positive), v.object({ n: positive }).partial().fields.n]) {
      expect(issuesOf(v.object({ n: field }), { n: -1 })).toMatchObject([{ path: "n" }]);
      expect(issuesOf(v.object({ n: field }), {})).toEqual([]);
    }
  });

  test("OR-6 reports every issue of a whole schema", () => {
    const schema = z.object({ from: z.number(), to: z.number(), name: z.string().min(1) });
    const range = fromZod(
      schema.refine(({ from, to }) => from < to, { path: ["to"], error: "before from" }),
    );
    expect(issuesOf(range, { from: 2, to: 1, name: "x" })).toEqual([
      { path: "to", message: "before from" },
    ]);
    const paths = issuesOf(fromZod(schema), { from: 1, to: Number.NaN, name: "" });
    expect(paths.map(({ path }) => path)).toEqual(["to", "name"]);
  });

  test("OR-6 keeps its refinement when the platform adds fields to it", () => {
    const own = fromZod(z.object({ n: z.number().positive() }));
    const whole = copyRefinement(own, v.object({ id: v.string(), ...own.fields }));
    expect(issuesOf(whole, { id: "x", n: -1 })).toMatchObject([{ path: "n" }]);
  });
});

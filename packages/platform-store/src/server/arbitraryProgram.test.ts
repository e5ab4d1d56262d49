import fc from "fast-check";
import { expect, test } from "vitest";
import type { LogFilter, NewEvent } from "../client/index.js";

/** What an append expects of a stream, relative to what it is when the append runs. */
export type Aim = "current" | "before" | "after" | "none" | "exists" | "any";
type Look = { type: string; category: NewEvent["category"]; context: string; tags: string[] };
type Write = { aim: Aim; looks: Look[]; state: boolean };
export type FreshAppend = {
  tenant: string;
  streamType: string;
  writes: Write[];
  assert: Aim | null;
  key: string | null;
  firstId: number | null;
};
/** An earlier attempt, once more. */
export type RepeatedAppend = { attempt: number; change: "nothing" | "expectation" | "payload" };
export type Stream = { tenant: string; streamType: string; streamId: string };
export type Page = { limit: number; documents: number };

export type Appends = { do: "commit" | "rollBack"; appends: (FreshAppend | RepeatedAppend)[] };
export type StreamRead = {
  do: "readStream";
  stream: Stream;
  backward: boolean;
  from: number;
  to: number;
  limit: number;
  back: number;
};
export type Step =
  | Appends
  | StreamRead
  | { do: "close"; stream: Stream }
  | { do: "filter"; filter: LogFilter; page: Page }
  | { do: "trace"; event: number; page: Page }
  | { do: "follow"; page: Page };

/** The streams of a program; an append writes the first of them, and may assert the next. */
export const streamIds = ["s-0", "s-1", "s-2"];
const tenants = ["", "acme"];
const types = ["Created", "Added", "Removed"];
const categories = ["domain", "fat"] as const;
const contexts = ["orders", "sales"];
const streamTypes = ["S", "R"];
const tags = ["red", "green", "blue"];

const aim = fc.constantFrom<Aim>("current", "current", "before", "after", "none", "exists", "any");
const look = fc.record({
  ...{ type: fc.constantFrom(...types), category: fc.constantFrom(...categories) },
  ...{ context: fc.constantFrom(...contexts), tags: fc.subarray(tags) },
});
const write = fc.record({
  ...{ aim, looks: fc.array(look, { minLength: 1, maxLength: 4 }), state: fc.boolean() },
});
const freshAppend: fc.Arbitrary<FreshAppend> = fc.record({
  ...{ tenant: fc.constantFrom(...tenants), streamType: fc.constantFrom(...streamTypes) },
  writes: fc.array(write, { minLength: 1, maxLength: 3 }),
  assert: fc.option(aim),
  key: fc.option(fc.constantFrom("k-0", "k-1", "k-2")),
  firstId: fc.option(fc.nat({ max: 20 }), { freq: 2 }),
});
const repeatedAppend: fc.Arbitrary<RepeatedAppend> = fc.record({
  ...{ attempt: fc.nat({ max: 9 }) },
  change: fc.constantFrom("nothing", "nothing", "expectation", "payload"),
});
const append = fc.oneof(
  { weight: 3, arbitrary: freshAppend },
  { weight: 1, arbitrary: repeatedAppend },
);

const stream = fc.record({
  ...{ tenant: fc.constantFrom(...tenants), streamType: fc.constantFrom(...streamTypes) },
  streamId: fc.constantFrom(...streamIds),
});
const page = fc.record({
  limit: fc.integer({ min: 1, max: 6 }),
  documents: fc.constantFrom(2, 3, 5, 1000),
});
const filter: fc.Arbitrary<LogFilter> = fc.record(
  {
    tenant: fc.constantFrom(...tenants),
    types: fc.subarray(types),
    categories: fc.subarray([...categories]),
    contexts: fc.subarray(contexts, { minLength: 1 }),
    streamTypes: fc.subarray(streamTypes, { minLength: 1 }),
    tags: fc.subarray(tags).map((values) => values.map((value) => ({ name: "tag", value }))),
  },
  { requiredKeys: [] },
);

const constant = <T extends string>(...names: T[]) => fc.constantFrom(...names);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 10,
    arbitrary: fc.record({
      do: constant("commit", "commit", "rollBack"),
      appends: fc.array(append, { minLength: 1, maxLength: 3 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: constant("close"), stream }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ...{ do: constant("readStream"), stream, backward: fc.boolean() },
      ...{ from: fc.nat({ max: 12 }), to: fc.nat({ max: 12 }), back: fc.nat({ max: 4 }) },
      limit: fc.integer({ min: 1, max: 6 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: constant("filter"), filter, page }) },
  { weight: 2, arbitrary: fc.record({ do: constant("trace"), event: fc.nat(), page }) },
  { weight: 2, arbitrary: fc.record({ do: constant("follow"), page }) },
);

/** Programs of appends, closings and reads, as a store may see them. */
export const arbitraryProgram = fc.array(step, { minLength: 1, maxLength: 12 });

test("programs hold every kind of step", () => {
  const steps = fc.sample(arbitraryProgram, { numRuns: 200, seed: 1 }).flat();
  expect(new Set(steps.map((each) => each.do))).toEqual(
    new Set(["commit", "rollBack", "close", "readStream", "filter", "trace", "follow"]),
  );
});

import fc from "fast-check";
import { expect, test } from "vitest";
import type { AppendOutcome, Expectation, RecordedEvent } from "../client/index.js";
import { eventWith, initConvexTest, metadata, store, type App, type Args } from "./setup.test.js";

type Target = { tenant: string; streamId: string };
type Aim = "current" | "before" | "after" | "none" | "exists" | "any";
type Write = { target: Target; aim: Aim; count: number; state: boolean };
type Append = { tenant: string; writes: Omit<Write, "target">[]; assert: Aim | null };
type Step =
  | { do: "commit" | "rollBack"; appends: Append[] }
  | {
      do: "readStream";
      target: Target;
      backward: boolean;
      from: number;
      to: number;
      limit: number;
      back: number;
    }
  | { do: "follow"; limit: number };

const numberOf = (payload: unknown) => (payload as { n: number }).n;

/** What the store should hold: every stream's state, and the log in order. */
class Model {
  heads = new Map<string, { version: number; state: unknown }>();
  log: { tenant: string; streamId: string; version: number; n: number }[] = [];
  commits: bigint[] = [];
  written = 0;

  version(tenant: string, streamId: string): number {
    return this.heads.get(`${tenant}/${streamId}`)?.version ?? 0;
  }

  copy(): Model {
    const { heads, log, commits, written } = this;
    return Object.assign(new Model(), { heads: new Map(heads), log: [...log], commits, written });
  }

  write(args: Args): void {
    for (const { streamId, events, state } of args.streams) {
      let version = this.version(args.tenant, streamId);
      for (const { payload } of events) {
        version += 1;
        this.log.push({ tenant: args.tenant, streamId, version, n: numberOf(payload) });
      }
      this.heads.set(`${args.tenant}/${streamId}`, { version, state: state ?? null });
    }
  }
}

const streamIds = ["s-0", "s-1", "s-2"];
const expectationOf = (aim: Aim, version: number): Expectation => {
  if (aim === "current") return version;
  if (aim === "before") return Math.max(0, version - 1);
  return aim === "after" ? version + 1 : aim;
};
const isMet = (expected: Expectation, version: number): boolean => {
  if (expected === "any") return true;
  if (expected === "none") return version === 0;
  return expected === "exists" ? version >= 1 : version === expected;
};

const argsOf = (model: Model, { tenant, writes, assert }: Append): Args => {
  const streams = writes.map(({ aim, count, state }, i) => ({
    ...{ streamType: "S", streamId: streamIds[i]! },
    expected: expectationOf(aim, model.version(tenant, streamIds[i]!)),
    events: Array.from({ length: count }, () => eventWith({ payload: { n: model.written++ } })),
    ...(state && { state: { shape: 1, value: model.written } }),
  }));
  const free = streamIds[writes.length];
  if (assert === null || free === undefined) return { tenant, streams, metadata };
  const expected = expectationOf(assert, model.version(tenant, free));
  return { tenant, streams, asserts: [{ streamType: "S", streamId: free, expected }], metadata };
};

/** What the model says about an append: which streams conflict, at which version and how far behind. */
const conflictsOf = (model: Model, args: Args) =>
  [...args.streams, ...(args.asserts ?? [])].flatMap(({ streamId, expected }) => {
    const version = model.version(args.tenant, streamId);
    if (isMet(expected, version)) return [];
    const seen = typeof expected === "number" ? expected : 0;
    const eventsBetween = expected === "exists" ? 0 : Math.max(0, version - seen);
    return [{ streamId, expected, version, eventsBetween }];
  });

function checkOutcome(model: Model, args: Args, outcome: AppendOutcome): void {
  const conflicts = conflictsOf(model, args);
  if (conflicts.length === 0) {
    expect(outcome.status).toBe("appended");
    model.write(args);
    return;
  }
  expect(outcome).toMatchObject({ status: "conflict", conflicts });
  if (outcome.status !== "conflict") return;
  for (const { eventsBetween, events, version } of outcome.conflicts) {
    const shown = Math.min(20, eventsBetween);
    const first = version - eventsBetween + 1;
    expect(events.map((e) => e.version)).toEqual(
      Array.from({ length: shown }, (_, i) => first + i),
    );
  }
}

const rolledBack = new Error("rolled back on purpose");

/** Runs the appends in one mutation, on a copy of the model that counts only when the mutation commits. */
async function runAppends(
  t: App,
  model: Model,
  { do: ending, appends }: Extract<Step, { appends: Append[] }>,
): Promise<Model> {
  const after = model.copy();
  const run = t.mutation(async (ctx) => {
    const positions = [];
    for (const append of appends) {
      const args = argsOf(after, append);
      const outcome = await store.append(ctx, args);
      checkOutcome(after, args, outcome);
      if (outcome.status === "appended") positions.push(outcome.position.commitTs);
    }
    if (ending === "rollBack") throw rolledBack;
    return positions;
  });
  if (ending === "rollBack") {
    await expect(run).rejects.toBe(rolledBack);
    return model;
  }
  const commits = (await run).slice(0, 1) as bigint[];
  return Object.assign(after, { commits: [...model.commits, ...commits] });
}

const shortOf = ({ tenant, streamId, version, payload }: RecordedEvent) => ({
  ...{ tenant, streamId, version, n: numberOf(payload) },
});

async function checkStream(t: App, model: Model, step: Extract<Step, { do: "readStream" }>) {
  const { target, backward, from, to, limit, back } = step;
  const until = model.commits.at(-1 - back);
  const all = (await t.query((ctx) => store.readLog(ctx, { limit: 1000 }))).events;
  const page = await t.query((ctx) =>
    store.readStream(ctx, {
      ...{ ...target, streamType: "S", from, to, limit },
      direction: backward ? "backward" : "forward",
      ...(until !== undefined && { until }),
    }),
  );
  const [low, high] = backward ? [to, from] : [from, to];
  const inRange = all.filter(
    ({ tenant, streamId, version, position }) =>
      tenant === target.tenant &&
      streamId === target.streamId &&
      version >= low &&
      version <= high &&
      (until === undefined || (position.commitTs as bigint) <= until),
  );
  const wanted = backward ? inRange.reverse() : inRange;
  expect(page.events).toEqual(wanted.slice(0, limit));
  expect(page.isDone).toBe(wanted.length <= limit);
}

type Reader = { seen: RecordedEvent[] };

async function follow(t: App, reader: Reader, limit: number): Promise<boolean> {
  const position = reader.seen.at(-1)?.position;
  const after = position && {
    after: { commitTs: position.commitTs as bigint, ordinal: position.ordinal },
  };
  const page = await t.query((ctx) => store.readLog(ctx, { ...after, limit }));
  reader.seen.push(...page.events);
  return page.isDone;
}

/** The ordinals of each commit are 0 to n, the commits ascend. */
function checkPositions(events: RecordedEvent[]): void {
  events.forEach(({ position }, i) => {
    const before = events[i - 1]?.position;
    const isSame = before?.commitTs === position.commitTs;
    expect(position.ordinal).toBe(isSame ? before.ordinal + 1 : 0);
    if (before && !isSame) expect(before.commitTs < position.commitTs).toBe(true);
  });
}

async function checkAll(t: App, model: Model, reader: Reader): Promise<void> {
  while (!(await follow(t, reader, 3)));
  expect(reader.seen.map(shortOf)).toEqual(model.log);
  checkPositions(reader.seen);
  for (const [key, head] of model.heads) {
    const [tenant = "", streamId = ""] = key.split("/");
    const found = await t.query((ctx) =>
      store.loadState(ctx, { tenant, streamType: "S", streamId }),
    );
    expect(found).toEqual(head);
  }
}

const tenant = fc.constantFrom("", "acme");
const aim = fc.constantFrom<Aim>("current", "current", "before", "after", "none", "exists", "any");
const write = fc.record({ aim, count: fc.integer({ min: 1, max: 4 }), state: fc.boolean() });
const appendStep = fc.record({
  tenant,
  writes: fc.array(write, { minLength: 1, maxLength: 3 }),
  assert: fc.option(aim),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      do: fc.constantFrom("commit" as const, "commit" as const, "rollBack" as const),
      appends: fc.array(appendStep, { minLength: 1, maxLength: 3 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("readStream" as const),
      target: fc.record({ tenant, streamId: fc.constantFrom(...streamIds) }),
      backward: fc.boolean(),
      from: fc.integer({ min: 0, max: 12 }),
      to: fc.integer({ min: 0, max: 12 }),
      limit: fc.integer({ min: 1, max: 6 }),
      back: fc.integer({ min: 0, max: 4 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant("follow" as const),
      limit: fc.integer({ min: 1, max: 5 }),
    }),
  },
);

test("ST-2 ST-3 ST-5 random programs of appends, rollbacks and reads do what a model in memory does", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 15 }), async (program) => {
      const t = initConvexTest();
      const reader: Reader = { seen: [] };
      let model = new Model();
      for (const current of program) {
        if (current.do === "readStream") await checkStream(t, model, current);
        else if (current.do === "follow") await follow(t, reader, current.limit);
        else model = await runAppends(t, model, current);
      }
      await checkAll(t, model, reader);
    }),
    { numRuns: 400 },
  );
});

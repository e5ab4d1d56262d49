import { describe, expect, test } from "vitest";
import type { AppendOutcome, NewEvent } from "../client/index.js";
import {
  append,
  appended,
  costOf,
  eventsOf,
  eventWith,
  initConvexTest,
  loadState,
  log,
  metadata,
  refusal,
  store,
  toOrder,
  type App,
  type Args,
} from "./setup.test.js";

const keyed = (args: Args, idempotencyKey = "key-1"): Args => ({ ...args, idempotencyKey });
const twoStreams = (): Args => ({
  tenant: "",
  streams: [
    { streamType: "Order", streamId: "o-1", expected: "any", events: eventsOf(2) },
    {
      ...{ streamType: "Cart", streamId: "c-1", expected: "any" },
      events: [eventWith({ id: "evt-1" }), eventWith({ type: "CartClosed" })],
    },
  ],
  metadata,
});
const audits = (t: App, tenant = "") =>
  t.query((ctx) => store.listAudits(ctx, { tenant, limit: 50 }));

/** What an outcome says was written. */
function writtenIn(outcome: AppendOutcome) {
  if (outcome.status !== "appended" && outcome.status !== "duplicate") return outcome.status;
  return { position: outcome.position, streams: outcome.streams };
}

describe("the same key with the same content", () => {
  test("ST-8 a repeat returns the original ids, versions and position, and writes nothing", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: eventsOf(3) }));
    const first = await append(t, keyed(twoStreams()));
    const before = await log(t);
    const repeat = await append(t, keyed(twoStreams()));
    expect(repeat.status).toBe("duplicate");
    expect(writtenIn(repeat)).toEqual(writtenIn(first));
    expect(await log(t)).toEqual(before);
    expect(await audits(t)).toEqual([]);
  });

  test("ST-8 a repeat is answered even after the streams have moved on", async () => {
    const t = initConvexTest();
    const args = keyed(toOrder({ expected: "none" }));
    const first = await append(t, args);
    await appended(t, toOrder({ events: eventsOf(30) }));
    expect(writtenIn(await append(t, args))).toEqual(writtenIn(first));
    expect(await loadState(t)).toMatchObject({ version: 31 });
  });

  test("ST-8 a repeat is answered even after the stream was closed", async () => {
    const t = initConvexTest();
    const args = keyed(toOrder());
    const first = await append(t, args);
    const stream = { tenant: "", streamType: "Order", streamId: "o-1" };
    await t.mutation((ctx) => store.closeStream(ctx, { ...stream, reason: "gone", actor: "ann" }));
    expect(writtenIn(await append(t, args))).toEqual(writtenIn(first));
  });

  test("ST-8 expectations, assertions, states and metadata may differ from attempt to attempt", async () => {
    const t = initConvexTest();
    await append(t, keyed(toOrder({ expected: "none", state: { shape: 1, value: "a" } })));
    const again = keyed({
      ...toOrder({ expected: 7, state: { shape: 2, value: "b" } }),
      asserts: [{ streamType: "Customer", streamId: "c-1", expected: 3 }],
      metadata: { actor: "bob", correlationId: "other", causationId: "other" },
    });
    expect((await append(t, again)).status).toBe("duplicate");
    expect(await loadState(t)).toEqual({ version: 1, state: { shape: 1, value: "a" } });
  });

  test("ST-8 the order of keys in a payload is the same content", async () => {
    const t = initConvexTest();
    const withPayload = (payload: unknown) => keyed(toOrder({ events: [eventWith({ payload })] }));
    await append(t, withPayload({ a: 1, b: { c: 2n, d: -0 } }));
    const again = withPayload({ b: { d: -0, c: 2n }, a: 1, e: undefined });
    expect((await append(t, again)).status).toBe("duplicate");
  });

  test("ST-8 a second append in the same mutation is a repeat as well", async () => {
    const t = initConvexTest();
    const outcomes = await t.mutation(async (ctx) => [
      await store.append(ctx, keyed(toOrder())),
      await store.append(ctx, keyed(toOrder())),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(["appended", "duplicate"]);
    expect(writtenIn(outcomes[1]!)).toEqual(writtenIn(outcomes[0]!));
    expect(await log(t)).toHaveLength(1);
  });

  test("ST-8 a conflict and a rolled back append leave the key free", async () => {
    const t = initConvexTest();
    await append(t, keyed(toOrder({ expected: 5 })));
    const failing = t.mutation(async (ctx) => {
      await store.append(ctx, keyed(toOrder()));
      throw new Error("after the append");
    });
    await expect(failing).rejects.toThrow("after the append");
    expect((await append(t, keyed(toOrder({ id: "o-2" })))).status).toBe("appended");
  });
});

const changes: [name: string, change: (args: Args) => void][] = [
  ["payload", ({ streams }) => (streams[0]!.events[0]!.payload = { n: 9 })],
  ["payload by no more than the sign of zero", negateZero],
  ["type", ({ streams }) => (streams[0]!.events[0]!.type = "Other")],
  ["schema version", ({ streams }) => (streams[0]!.events[0]!.schemaVersion = 2)],
  ["category", ({ streams }) => (streams[0]!.events[0]!.category = "fat")],
  ["context", ({ streams }) => (streams[0]!.events[0]!.context = "sales")],
  ["tags", ({ streams }) => (streams[0]!.events[0]!.tags = [{ name: "a", value: "b" }])],
  ["time of occurrence", ({ streams }) => (streams[0]!.events[0]!.occurredAt = 5)],
  ["number of events", ({ streams }) => streams[0]!.events.push(eventWith())],
  ["stream", ({ streams }) => (streams[0]!.streamId = "o-2")],
  ["stream type", ({ streams }) => (streams[0]!.streamType = "Cart")],
];
function negateZero({ streams }: Args) {
  streams[0]!.events[0]!.payload = { n: -0 };
}
const original = (id?: string): Args =>
  toOrder({ events: [eventWith({ payload: { n: 0 }, ...(id && { id }) })] });

describe("the same key with other content", () => {
  test.each(changes)("ST-8 another %s is refused, returned and not thrown", async (_, change) => {
    const t = initConvexTest();
    await append(t, keyed(original()));
    const other = keyed(original());
    change(other);
    expect(await append(t, other)).toEqual({
      ...{ status: "keyReused", by: "idempotencyKey", key: "key-1" },
    });
    expect(await log(t)).toHaveLength(1);
  });

  test("ST-8 an audit entry of the attempt survives: who, when, which key and streams", async () => {
    const t = initConvexTest();
    await append(t, keyed(toOrder({ id: "o-1" })));
    const attempt = { ...metadata, actor: "mallory", correlationId: "corr-9" };
    await append(t, { ...keyed(toOrder({ id: "o-2" })), metadata: attempt });
    expect(await audits(t)).toEqual([
      {
        ...{ kind: "keyReused", by: "idempotencyKey", key: "key-1", tenant: "" },
        ...attempt,
        attemptedAt: expect.any(Number),
        streams: [{ streamType: "Order", streamId: "o-2" }],
      },
    ]);
  });

  test("ST-8 a key belongs to its tenant: another one's is free, and never seen", async () => {
    const t = initConvexTest();
    await append(t, keyed(toOrder({ id: "o-1" })));
    const other = { ...keyed(toOrder({ id: "o-2" })), tenant: "acme" };
    expect((await append(t, other)).status).toBe("appended");
    expect(await audits(t, "acme")).toEqual([]);
  });
});

const named = (...ids: string[]): Args =>
  toOrder({ events: ids.map((id) => eventWith({ id, payload: { of: id } })) });

describe("event ids given by the caller", () => {
  test("ST-8 the same ids with the same content return the original ids, versions and position", async () => {
    const t = initConvexTest();
    await appended(t, toOrder({ events: eventsOf(4) }));
    const first = await append(t, named("e-1", "e-2"));
    await appended(t, toOrder({ events: eventsOf(2) }));
    const repeat = await append(t, named("e-1", "e-2"));
    expect(repeat.status).toBe("duplicate");
    expect(writtenIn(repeat)).toEqual(writtenIn(first));
    expect(await log(t)).toHaveLength(8);
  });

  test("ST-8 ids over several streams are one batch", async () => {
    const t = initConvexTest();
    const batch: Args = {
      ...named("e-1"),
      streams: [
        ...named("e-1", "e-2").streams,
        { ...named("e-3").streams[0]!, streamType: "Cart", streamId: "c-1" },
      ],
    };
    const first = await append(t, batch);
    expect(writtenIn(await append(t, batch))).toEqual(writtenIn(first));
  });

  test.each(changes.filter(([name]) => name !== "number of events"))(
    "ST-8 an id that exists with another %s is refused and audited",
    async (_, change) => {
      const t = initConvexTest();
      await append(t, original("e-1"));
      const other = original("e-1");
      change(other);
      expect(await append(t, other)).toEqual({ status: "keyReused", by: "eventId", key: "e-1" });
      expect(await audits(t)).toMatchObject([{ kind: "keyReused", by: "eventId", key: "e-1" }]);
      expect(await log(t)).toHaveLength(1);
    },
  );

  test.each<[name: string, args: Args]>([
    ["a new id among known ones", named("e-1", "e-9", "e-2")],
    [
      "an event without an id among known ones",
      toOrder({ events: [...named("e-1", "e-2").streams[0]!.events, eventWith()] }),
    ],
  ])("ST-8 a batch with %s is refused as partial, and audited", async (_, args) => {
    const t = initConvexTest();
    await append(t, named("e-1", "e-2"));
    expect(await append(t, args)).toEqual({
      ...{ status: "partialDuplicate", existing: ["e-1", "e-2"] },
    });
    expect(await log(t)).toHaveLength(2);
    expect(await audits(t)).toMatchObject([
      { kind: "partialDuplicate", existing: ["e-1", "e-2"], actor: metadata.actor },
    ]);
  });

  test("ST-8 ids that another tenant has given are new", async () => {
    const t = initConvexTest();
    await append(t, named("e-1"));
    expect((await append(t, { ...named("e-1"), tenant: "acme" })).status).toBe("appended");
  });

  test("ST-8 a known key answers before its ids are looked at; an unknown one takes nothing of theirs", async () => {
    const t = initConvexTest();
    const first = await append(t, keyed(named("e-1")));
    expect(writtenIn(await append(t, keyed(named("e-1"))))).toEqual(writtenIn(first));
    expect((await append(t, keyed(named("e-1"), "key-2"))).status).toBe("duplicate");
    expect((await append(t, keyed(named("e-7"), "key-2"))).status).toBe("appended");
  });
});

describe("what it costs", () => {
  const cost = async (t: App, args: Args) => costOf(t, (ctx) => store.append(ctx, args));

  test("ST-8 only who names a key pays: one row more to write, one document to answer a repeat", async () => {
    const t = initConvexTest();
    expect(await cost(t, toOrder({ id: "o-1" }))).toEqual({ read: 0, written: 2 });
    expect(await cost(t, keyed(toOrder({ id: "o-2" })))).toEqual({ read: 0, written: 3 });
    expect(await cost(t, keyed(toOrder({ id: "o-2" })))).toEqual({ read: 1, written: 0 });
    expect(await cost(t, keyed(toOrder({ id: "o-3" })))).toEqual({ read: 1, written: 1 });
  });

  test("ST-8 an id given by the caller costs nothing while it is new, a document each to answer a repeat", async () => {
    const t = initConvexTest();
    expect(await cost(t, named("e-1", "e-2", "e-3"))).toEqual({ read: 0, written: 4 });
    expect(await cost(t, named("e-1", "e-2", "e-3"))).toEqual({ read: 3, written: 0 });
  });
});

test.each([
  ["", { code: "ID_INVALID", path: "idempotencyKey" }],
  ["x".repeat(257), { code: "ID_TOO_LONG", path: "idempotencyKey" }],
])("an idempotency key of %j is a typed error", async (key, error) => {
  const t = initConvexTest();
  expect(await refusal(t, keyed(toOrder(), key))).toMatchObject(error);
  expect(await log(t)).toEqual([]);
});

test("ST-8 the largest append there is can name a key", async () => {
  const t = initConvexTest();
  const events = Array.from({ length: 500 }, (_, i): NewEvent =>
    eventWith({ id: `${"x".repeat(120)}-${i}`, type: `${"T".repeat(250)}${i}` }),
  );
  const first = await append(t, keyed(toOrder({ id: "o".repeat(256), events })));
  const repeat = await append(t, keyed(toOrder({ id: "o".repeat(256), events })));
  expect(writtenIn(repeat)).toEqual(writtenIn(first));
});

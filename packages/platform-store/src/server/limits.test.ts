import { describe, expect, test } from "vitest";
import { findOversize } from "@convex-es/platform-base";
import { defaultLimits, type Limits } from "../client/index.js";
import {
  append,
  appended,
  eventsOf,
  eventWith,
  initConvexTest,
  loadState,
  log,
  refusal,
  storeWith,
  stream,
  toOrder,
  type Args,
  type OneStream,
} from "./setup.test.js";

const nested = (levels: number): unknown => (levels === 0 ? 1 : [nested(levels - 1)]);
const payload = (value: unknown): OneStream => ({ events: [eventWith({ payload: value })] });
const tags = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ name: "t", value: `${i}` }));
const fields = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`f${i}`, 0]));
const long = "x".repeat(257);

// Sizes as Convex counts them: a text of n ASCII characters has n + 2 bytes.
const breaches: [name: string, args: Args, error: object][] = [
  [
    "a payload beyond 64 KiB",
    toOrder(payload("x".repeat(65_535))),
    {
      code: "VALUE_TOO_LARGE",
      path: "streams[0].events[0].payload",
      limit: 65_536,
      actual: 65_537,
    },
  ],
  [
    "a payload nested too deeply",
    toOrder(payload(nested(15))),
    { code: "VALUE_TOO_DEEP", path: `streams[0].events[0].payload${"[0]".repeat(14)}`, limit: 14 },
  ],
  [
    "an array that is too long",
    toOrder(payload({ list: Array.from({ length: 8193 }, () => 0) })),
    {
      code: "ARRAY_TOO_LONG",
      path: "streams[0].events[0].payload.list",
      limit: 8192,
      actual: 8193,
    },
  ],
  [
    "an object with too many fields",
    toOrder(payload(fields(1025))),
    { code: "TOO_MANY_FIELDS", path: "streams[0].events[0].payload", limit: 1024, actual: 1025 },
  ],
  [
    "a state beyond 256 KiB",
    toOrder({ state: { shape: 1, value: "x".repeat(262_143) } }),
    { code: "VALUE_TOO_LARGE", path: "streams[0].state.value", limit: 262_144, actual: 262_145 },
  ],
  [
    "a state nested too deeply",
    toOrder({ state: { shape: 1, value: nested(15) } }),
    { code: "VALUE_TOO_DEEP", limit: 14, actual: 15 },
  ],
  [
    "too many events in one append",
    toOrder({ events: eventsOf(501) }),
    { code: "TOO_MANY_EVENTS", limit: 500, actual: 501 },
  ],
  [
    "too many tags on one event",
    toOrder({ events: [eventWith({ tags: tags(17) })] }),
    { code: "TOO_MANY_TAGS", path: "streams[0].events[0].tags", limit: 16, actual: 17 },
  ],
  [
    "more bytes than one append may have",
    toOrder({
      events: Array.from({ length: 70 }, () => eventWith({ payload: "x".repeat(60_000) })),
    }),
    { code: "APPEND_TOO_LARGE", path: "streams", limit: 4_194_304 },
  ],
  ["a long tenant", { ...toOrder(), tenant: long }, { code: "ID_TOO_LONG", path: "tenant" }],
  ["a long stream id", toOrder({ id: long }), { code: "ID_TOO_LONG", limit: 256, actual: 257 }],
  [
    "a long event type",
    toOrder({ events: [eventWith({ type: long })] }),
    { code: "ID_TOO_LONG", path: "streams[0].events[0].type" },
  ],
  [
    "a long context",
    toOrder({ events: [eventWith({ context: long })] }),
    { code: "ID_TOO_LONG", path: "streams[0].events[0].context" },
  ],
  [
    "a long tag name",
    toOrder({ events: [eventWith({ tags: [{ name: long, value: "" }] })] }),
    { code: "ID_TOO_LONG", path: "streams[0].events[0].tags[0].name" },
  ],
  [
    "a long tag value",
    toOrder({ events: [eventWith({ tags: [{ name: "a", value: long }] })] }),
    { code: "ID_TOO_LONG", path: "streams[0].events[0].tags[0].value" },
  ],
  [
    "a long correlation id",
    { ...toOrder(), metadata: { actor: "", correlationId: long.repeat(10), causationId: "" } },
    { code: "ID_TOO_LONG", path: "metadata.correlationId" },
  ],
  ["an empty stream id", toOrder({ id: "" }), { code: "ID_INVALID", path: "streams[0].streamId" }],
  ["no stream", { ...toOrder(), streams: [] }, { code: "EMPTY_APPEND", path: "streams" }],
  ["no event", toOrder({ events: [] }), { code: "EMPTY_APPEND", path: "streams[0].events" }],
  [
    "too many asserts",
    {
      ...toOrder(),
      asserts: Array.from({ length: 501 }, (_, i) => ({
        ...{ streamType: "Customer", streamId: `${i}`, expected: "any" as const },
      })),
    },
    { code: "TOO_MANY_ASSERTS", path: "asserts", limit: 500, actual: 501 },
  ],
  [
    "a stream that occurs twice",
    { ...toOrder(), asserts: [{ streamType: "Order", streamId: "o-1", expected: "any" }] },
    { code: "DUPLICATE_STREAM", path: "Order:o-1" },
  ],
  ["a fractional version", toOrder({ expected: 1.5 }), { path: "streams[0].expected" }],
  ["a negative version", toOrder({ expected: -1 }), { code: "NUMBER_INVALID" }],
  ["a version that is not a number", toOrder({ expected: NaN }), { code: "NUMBER_INVALID" }],
  [
    "a schema version of 0",
    toOrder({ events: [eventWith({ schemaVersion: 0 })] }),
    { code: "NUMBER_INVALID", path: "streams[0].events[0].schemaVersion" },
  ],
  [
    "a time that is not a number",
    toOrder({ events: [eventWith({ occurredAt: NaN })] }),
    { code: "NUMBER_INVALID", path: "streams[0].events[0].occurredAt" },
  ],
];

describe("limits", () => {
  test.each(breaches)(
    "ST-11 %s is a typed error and nothing is written",
    async (_, args, error) => {
      const t = initConvexTest();
      const before = await append(t, toOrder({ id: "before" }));
      expect(before.status).toBe("appended");
      expect(await refusal(t, args)).toMatchObject({
        ...{ kind: "infrastructure", retryable: false, message: expect.any(String) },
        ...error,
      });
      expect(await log(t)).toHaveLength(1);
      expect(await loadState(t)).toBeNull();
    },
  );

  test("ST-11 what is exactly as large as allowed is stored", async () => {
    const t = initConvexTest();
    const values = [nested(14), fields(1024), Array.from({ length: 8192 }, () => null)];
    const events = [eventWith({ payload: "x".repeat(65_534), tags: tags(16) })];
    events.push(...values.map((value) => eventWith({ payload: value })));
    await appended(t, toOrder({ events, state: { shape: 1, value: "x".repeat(262_142) } }));
    expect(await stream(t)).toHaveLength(4);
    await appended(t, toOrder({ id: "x".repeat(256), events: eventsOf(500) }));
    expect(await stream(t, "x".repeat(256))).toHaveLength(500);
  });

  test("ST-11 an event can be caused by the longest event id there is", async () => {
    const t = initConvexTest();
    const colons = ":".repeat(256);
    const args = { ...toOrder({ id: colons }), tenant: colons };
    args.streams[0]!.streamType = colons;
    const causationId = (await appended(t, args)).streams[0]!.events[0]!.id;
    await appended(t, { ...toOrder(), metadata: { ...args.metadata, causationId } });
    expect((await stream(t))[0]?.causationId).toBe(causationId);
  });
});

describe("configured limits", () => {
  const chosen: [limits: Partial<Limits>, args: Args, code: string][] = [
    [{ maxPayloadBytes: 20 }, toOrder(payload("x".repeat(19))), "VALUE_TOO_LARGE"],
    [
      { maxStateBytes: 20 },
      toOrder({ state: { shape: 1, value: "x".repeat(19) } }),
      "VALUE_TOO_LARGE",
    ],
    [{ maxAppendBytes: 100 }, toOrder(), "APPEND_TOO_LARGE"],
    [{ maxEventsPerAppend: 2 }, toOrder({ events: eventsOf(3) }), "TOO_MANY_EVENTS"],
    [{ maxTagsPerEvent: 1 }, toOrder({ events: [eventWith({ tags: tags(2) })] }), "TOO_MANY_TAGS"],
    [{ maxIdLength: 20 }, toOrder({ id: "x".repeat(21) }), "ID_TOO_LONG"],
    [{ maxDepth: 2 }, toOrder(payload(nested(3))), "VALUE_TOO_DEEP"],
    [{ maxArrayLength: 2 }, toOrder(payload([1, 2, 3])), "ARRAY_TOO_LONG"],
    [{ maxFields: 2 }, toOrder(payload(fields(3))), "TOO_MANY_FIELDS"],
  ];
  test.each(chosen)("ST-11 a limit can be set: %j", async (limits, args, code) => {
    const t = initConvexTest();
    const [limit] = Object.values(limits);
    expect(await refusal(t, args, storeWith({ limits }))).toMatchObject({ code, limit });
    expect((await append(t, args)).status).toBe("appended");
  });

  test("ST-11 a payload may be configured up to what one document holds", async () => {
    const t = initConvexTest();
    const store = storeWith({ limits: { maxPayloadBytes: 10 * 1024 * 1024 } });
    const large = toOrder(payload("x".repeat(1_040_000)));
    expect((await append(t, large, store)).status).toBe("appended");
    expect((await stream(t))[0]?.payload).toHaveLength(1_040_000);
    expect(await refusal(t, toOrder(payload("x".repeat(1_048_570))), store)).toMatchObject({
      ...{ code: "DOCUMENT_TOO_LARGE", path: "event Order:o-1:2", limit: 1_048_576 },
    });
    expect(await log(t)).toHaveLength(1);
  });

  test("ST-11 no setting goes beyond what a document holds", async () => {
    const store = storeWith({ limits: { maxDepth: 100, maxFields: 1e6, maxArrayLength: 1e6 } });
    const codes = [nested(15), fields(1025), Array.from({ length: 8193 }, () => 0)].map(
      async (value) => (await refusal(initConvexTest(), toOrder(payload(value)), store)).code,
    );
    expect(await Promise.all(codes)).toEqual([
      ...["VALUE_TOO_DEEP", "TOO_MANY_FIELDS", "ARRAY_TOO_LONG"],
    ]);
  });

  test("ST-11 a limit that is not a number is a typed error", async () => {
    const store = storeWith({ limits: { maxPayloadBytes: NaN } });
    expect(await refusal(initConvexTest(), toOrder(), store)).toMatchObject({
      ...{ code: "NUMBER_INVALID", path: "limits.maxPayloadBytes" },
    });
  });
});

test("findOversize finds nothing in what keeps within every limit", () => {
  const limits = { ...defaultLimits, maxBytes: 100 };
  expect(findOversize({ list: [1, { bytes: new ArrayBuffer(8) }] }, limits, "payload")).toBeNull();
});

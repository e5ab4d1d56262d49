// @vitest-environment node
import { expect, test } from "vitest";
import { startExample } from "../startExample.ts";
import { brokenBudgets } from "./brokenBudgets.ts";
import { commandNames } from "./commandCases.ts";
import { makeLedger } from "./makeLedger.ts";
import type { Path } from "./measureCommands.ts";
import { flatCounts } from "./measureFlatness.ts";
import { orderStreams } from "./orderStreams.ts";
import { productStreams } from "./productStreams.ts";
import { seedStreams } from "./seedStreams.ts";

const ledger = await makeLedger();
const costsOf = (path: Path) => ledger.commands.filter((entry) => entry.path === path);
const sizes = [
  { what: "streamLength", small: 1, large: 1_000 },
  { what: "storeSize", small: 100, large: 20_000 },
] as const;

test("the ledger knows every command of the example on every path, and nothing is over its budget", () => {
  expect(commandNames.toSorted()).toEqual([
    "addOrderItem",
    "addProduct",
    "cancelOrder",
    "confirmReservation",
    "createOrder",
    "receiveStock",
    "releaseReservation",
    "removeOrderItem",
    "reserveStock",
    "submitOrder",
  ]);
  expect(ledger.commands).toHaveLength(3 * commandNames.length);
  expect(brokenBudgets(ledger)).toEqual([]);
});

test.each(costsOf("executed"))(
  "$name executed: 2 calls, 3 documents written, 1 read model row, nothing scheduled",
  ({ name, calls, docsRead, docsWritten, inlineRows, scheduled }) => {
    expect(calls).toBe(2);
    const creates = name === "createOrder" || name === "addProduct";
    expect(docsRead).toBeLessThanOrEqual(creates ? 2 : 4);
    expect({ docsWritten, inlineRows, scheduled }).toEqual({
      docsWritten: 3,
      inlineRows: 1,
      scheduled: 0,
    });
  },
);

test.each(costsOf("rejected"))(
  "$name rejected: 2 calls, 1 document written, nothing else",
  ({ calls, docsWritten, inlineRows, tags, scheduled }) => {
    expect(calls).toBe(2);
    expect({ docsWritten, inlineRows, tags, scheduled }).toEqual({
      docsWritten: 1,
      inlineRows: 0,
      tags: 0,
      scheduled: 0,
    });
  },
);

test.each(costsOf("duplicate"))(
  "$name sent twice: 1 call and 1 document read, nothing written",
  ({ calls, docsRead, ...written }) => {
    expect([calls, docsRead]).toEqual([1, 1]);
    expect(written).toMatchObject({
      docsWritten: 0,
      inlineRows: 0,
      tags: 0,
      bytesWritten: 0,
      scheduled: 0,
    });
  },
);

test("a tag costs one row per event that declares it", () => {
  const tags = costsOf("executed").map((entry) => [entry.name, entry.tags]);
  expect(Object.fromEntries(tags)).toMatchObject({ createOrder: 1, addOrderItem: 0 });
});

test("what a load reads is counted apart: one customer for the order that is submitted", () => {
  const reads = ledger.commands.filter(({ loadReads }) => loadReads > 0);
  expect(reads.map(({ name, path, loadReads }) => [name, path, loadReads])).toEqual([
    ["submitOrder", "executed", 1],
    ["submitOrder", "rejected", 1],
  ]);
});

test("a rate limit costs one call and one document where it is declared, and a repeat costs none", () => {
  const limited = ledger.commands.filter(({ rateLimitCalls }) => rateLimitCalls > 0);
  expect(
    limited.map(({ name, path, rateLimitCalls, rateLimitWrites }) => [
      `${name} ${path}`,
      rateLimitCalls,
      rateLimitWrites,
    ]),
  ).toEqual([
    ["cancelOrder executed", 1, 1],
    ["cancelOrder rejected", 1, 1],
  ]);
  for (const { rateLimitReads } of limited) expect(rateLimitReads).toBeLessThanOrEqual(2);
});

test.each(costsOf("executed"))(
  "$name sees that the dispatcher is awake: no call and one document, nothing written",
  ({ wakeCalls, wakeReads, wakeWrites }) => {
    expect({ wakeCalls, wakeReads, wakeWrites }).toEqual({
      wakeCalls: 0,
      wakeReads: 1,
      wakeWrites: 0,
    });
  },
);

test("a command that has appended nothing wakes nobody", () => {
  const others = [...costsOf("rejected"), ...costsOf("duplicate")];
  expect(others.filter(({ wakeCalls, wakeReads }) => wakeCalls + wakeReads > 0)).toEqual([]);
});

test("the command that finds the dispatcher asleep pays one call, few documents and two schedulings", () => {
  expect(ledger.wakeUp).toMatchObject({ wakeCalls: 1, scheduled: 2 });
  expect(ledger.wakeUp.wakeReads).toBeLessThanOrEqual(10);
  expect(ledger.wakeUp.wakeWrites).toBeLessThanOrEqual(5);
});

test.each(sizes.flatMap((size) => commandNames.map((name) => ({ ...size, name }))))(
  "$name costs the same at $what $small and $large",
  ({ what, small, large, name }) => {
    const at = (size: number) =>
      ledger.flatness.find(
        (entry) => entry.what === what && entry.at === size && entry.name === name,
      );
    const [before, after] = [at(small), at(large)];
    for (const count of flatCounts) expect(after?.[count]).toBe(before?.[count]);
    expect(before).toMatchObject({ docsWritten: 3 });
  },
);

test.each([orderStreams, productStreams])(
  "the stores and streams of $streamType that are compared hold as many events as they claim",
  async (kind) => {
    const { engine } = await startExample();
    const seed = await seedStreams(engine, kind);
    await seed.one("long", 1_000);
    await seed.others("short", 730);
    const { store, streamType, streamOf, ready } = kind;
    const page = await engine.t.run((ctx) =>
      store.listStreams(ctx, { tenant: "", streamType, after: "", limit: 1_000 }),
    );
    const lengths = page.streams.map(({ streamId, version }) => [streamId, version] as const);
    expect(new Map(lengths).get(streamOf("long"))).toBe(1_000);
    const size = lengths.reduce((sum, [, length]) => sum + length, 0);
    expect(size).toBe(ready.length + 1_000 + 730);
  },
);

test("a cost over its budget and a cost that grows are named", () => {
  const [first] = costsOf("executed");
  const grown = {
    what: "storeSize",
    name: "createOrder",
    calls: 4,
    indexRanges: 4,
    docsWritten: 3,
    wakeReads: 1,
  } as const;
  const broken = {
    wakeUp: ledger.wakeUp,
    commands: [{ ...first!, calls: 5, scheduled: 1 }],
    flatness: [
      { ...grown, at: 100, docsRead: 0 },
      { ...grown, at: 20_000, docsRead: 7 },
    ],
  };
  expect(brokenBudgets(broken)).toEqual([
    "createOrder, executed: calls is 5, at most 2",
    "createOrder, executed: scheduled is 1, at most 0",
    "createOrder, storeSize: docsRead is 0 at 100 and 7 at 20000",
  ]);
});

import { describe, expect, test } from "vitest";
import { failureOf } from "../../test/initConvexTest.js";
import { Consumers } from "./Consumers.js";
import type { Subscription } from "./Subscription.js";

const consumer = (name: string, version = 1): Subscription => ({
  name,
  kind: "readModel",
  version,
  handles: ["OrderSubmitted"],
  where: {},
  source: { stores: [], chains: new Map(), storedTypes: new Set() },
  delivery: "async",
  partitions: 1,
  isKeyedByStream: false,
  onFailure: { policy: "park", attempts: 5 },
  keyEvents: () => [],
});
const stores = { all: [], contexts: [] } as never;
const failure = (find: () => unknown) => failureOf(Promise.resolve().then(find));

describe("the consumers of an app", () => {
  const orders = [consumer("orders", 2), consumer("orders", 1)] as const;
  const consumers = new Consumers(stores, [orders, [consumer("customers")]]);

  test("are found by name, and in each version that the code has", () => {
    expect(consumers.named("orders").version).toBe(2);
    expect(consumers.find("orders", 1).version).toBe(1);
  });

  test("an unknown one is refused together with those that are known", async () => {
    expect(await failure(() => consumers.named("trips"))).toMatchObject({
      code: "UNDECLARED_CONSUMER",
      message: 'unknown consumer "trips"; the code declares: orders, customers',
    });
    expect(await failure(() => consumers.find("orders", 3))).toMatchObject({
      code: "UNDECLARED_CONSUMER",
      message: 'unknown version 3 of "orders"; the code declares 2, 1',
    });
  });

  test("no two have the same name, of whatever kind", () => {
    expect(() => new Consumers(stores, [orders, [consumer("orders")]])).toThrow(
      /two consumers are named "orders"/,
    );
  });
});

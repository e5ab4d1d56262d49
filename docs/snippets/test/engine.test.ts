import bus from "@convex-es/platform-bus/test";
import store from "@convex-es/platform-store/test";
import { createEngine } from "@convex-es/platform-testing/engine";
import { expect, test } from "vitest";
import { api } from "../convex/_generated/api";
import schema from "../convex/schema";

const start = () =>
  createEngine({
    "": { schema, modules: import.meta.glob("../convex/**/*.*s") },
    eventStore: store, // by the name given to app.use; a component's own: "jobs/batchWorker"
    commandBus: bus,
  });

const creates = (orderId: string) => ({
  fn: api.orders.createOrder,
  args: { orderId, customerId: "c-1" },
});

test("what a call costs is counted", async () => {
  const engine = await start();
  const { value, footprint } = await engine.call(creates("o-1"));
  expect(value).toMatchObject({ status: "appended" });
  expect(footprint.counts).toMatchObject({ calls: 1, docsRead: 0, docsWritten: 3 });
  expect(footprint.byTable["eventStore.events"]).toMatchObject({ docsWritten: 1 });
});

test("two streams share nothing; of one stream the conflict tells the range", async () => {
  const engine = await start();
  expect(await engine.conflicts(creates("o-1"), creates("o-2"))).toEqual([]);
  const [conflict] = await engine.conflicts(creates("o-1"), creates("o-1"));
  expect(conflict?.message).toContain('streamId = "o-1"');
});

test("of two racing creations one wins and the other is told", async () => {
  const engine = await start();
  const race = await engine.race([creates("o-1"), creates("o-1"), creates("o-2")], {
    seed: 7,
    clientRetries: 1,
  });
  const [first, second, other] = race.outcomes;
  expect(other).toMatchObject({ status: "committed", attempts: 1, sends: 1 });
  expect([first, second].map((outcome) => outcome?.attempts).sort()).toEqual([1, 2]);
  expect(race.commitOrder).toHaveLength(3); // indexes, the first commit first
});

import { expect, test, vi, beforeEach, afterEach } from "vitest";
import { initDesk } from "../../test/letters/initDesk.js";
import { desks } from "../../test/letters/desk.js";

beforeEach(() => void vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => void vi.useRealTimers());

test("OP-10 events that a store's own client appends are shown as due, and `wake` makes consumers look at them", async () => {
  const app = initDesk(desks);
  await app.take("a", ["1"]);
  await app.drain();
  await app.takeStored("a", "2", 2);
  await app.pass(120_000, 10_000);
  expect(await app.rows()).toEqual({ a: ["1"] });
  const [listed] = await app.t.query((ctx) => app.platform.consumers.list(ctx));
  expect(listed).toMatchObject({ consumer: "desks", standsStill: true });
  await app.t.mutation((ctx) => app.platform.consumers.wake(ctx));
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["1", "2"] });
});

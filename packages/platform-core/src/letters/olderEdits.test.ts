import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { desks } from "../../test/letters/desk.js";
import { faults } from "../../test/letters/faults.js";
import { initDesk, platformCore, type DeskApp } from "../../test/letters/initDesk.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  faults.mend();
  vi.useRealTimers();
});

/** A letter that an older release edited, in the version that an event had then. */
async function editedByOlderRelease(): Promise<DeskApp> {
  const app = initDesk(desks);
  faults.set("throw", "n1");
  await app.take("a", ["n1", "n2"]);
  await app.drain();
  const [{ _id: letter } = { _id: "" }] = await app.letters();
  const edited = { payload: { deskId: "a", note: "mended" }, schemaVersion: 1 };
  await app.t.mutation((ctx) =>
    ctx.runMutation(platformCore.deadLetters.edit, {
      ...{ letter, edited, keys: ["a"], before: null, actor: "olga" },
    }),
  );
  await app.operate("retry", { which: { letter } });
  await app.drain();
  expect(await app.rows()).toEqual({ a: ["mended", "n2"] });
  faults.mend();
  return app;
}

describe("an edit in an older version of its event", () => {
  test("RB-5 is read by today's upcasters in a rebuild, as stored events are", async () => {
    const app = await editedByOlderRelease();
    await app.t.mutation((ctx) => app.platform.rebuilds.start(ctx, desks));
    await app.drain();
    expect(await app.rows()).toEqual({ a: ["mended", "n2"] });
  });

  test("RB-5 is put aside where they cannot read it, with the edit, and nothing is served without it", async () => {
    const app = await editedByOlderRelease();
    faults.set("upcast", "mended");
    await app.t.mutation((ctx) => app.platform.rebuilds.start(ctx, desks));
    await app.drain();
    expect(await app.rows()).toMatchObject({ a: ["mended", "n2"] });
    expect(await app.t.query((ctx) => app.platform.rebuilds.status(ctx, desks))).toMatchObject({
      state: "running",
      waits: true,
    });
    expect((await app.letters())[0]).toMatchObject({
      status: "parked",
      edited: { schemaVersion: 1 },
      error: { message: expect.stringContaining("upcast at mended") as string },
    });
    faults.mend();
    await app.operate("retry", { which: { filter: {}, cursor: null } });
    await app.drain();
    expect(await app.table("letters")).toEqual([]);
    expect(await app.rows()).toEqual({ a: ["mended", "n2"] });
  });
});

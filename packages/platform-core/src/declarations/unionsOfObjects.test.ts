import type { Infer } from "convex/values";
import { describe, expect, expectTypeOf, test } from "vitest";
import { defineAggregate } from "../../test/define.js";
import {
  addRoom,
  bookRoom,
  closeRoom,
  hotel,
  leaveRoom,
  Room,
  roomBoard,
  roomEvents,
  roomRejections,
  vRoom,
} from "../../test/hotel.js";
import { ann, as, initConvexTest, type App } from "../../test/initConvexTest.js";
import { platformWith } from "../../test/platformWith.js";
import type { AnyCommand } from "./command.js";
import { ensure, reject } from "./ensure.js";
import type { ArgsOf } from "./outcome.js";

const platform = platformWith({ contexts: [hotel] });
const roomId = "r-1";
const stay = { guest: "Ida", nights: [1, 2], payer: { kind: "company", vatId: "v" } } as const;

const send = <C extends AnyCommand>(t: App, command: C, args: ArgsOf<C>) =>
  t.mutation((ctx) => platform.execute(ctx, command, { actor: ann, args }));
const state = async (t: App) =>
  (await as(t).query((ctx) => platform.repository(Room).load(ctx, roomId))).state;
const rows = (t: App) =>
  as(t).query((ctx) => platform.read(roomBoard).list(ctx, { index: "by_status" }));

async function withRoom(): Promise<App> {
  const t = initConvexTest();
  await send(t, addRoom, { roomId, beds: 2 });
  return t;
}

describe("a union of objects", () => {
  test("AG-11 is the state of an aggregate, and each command stores the member that its events lead to", async () => {
    const t = await withRoom();
    expect(await state(t)).toEqual({ status: "free", beds: 2 });
    await send(t, bookRoom, { roomId, ...stay });
    expect(await state(t)).toEqual({ status: "booked", beds: 2, ...stay });
    await send(t, leaveRoom, { roomId });
    expect(await state(t)).toEqual({ status: "free", beds: 2 });
    await send(t, closeRoom, { roomId, reason: "damp" });
    expect(await state(t)).toEqual({ status: "closed", reason: "damp" });
    const outcome = await send(t, bookRoom, { roomId, ...stay });
    expect(outcome).toMatchObject({ code: "ROOM_NOT_FREE", details: { status: "closed" } });
  });

  test("AG-11 is a row of a read model, which has other fields when its kind changes", async () => {
    const t = await withRoom();
    expect(await rows(t)).toEqual([{ key: roomId, status: "free" }]);
    await send(t, bookRoom, { roomId, ...stay });
    expect(await rows(t)).toEqual([{ key: roomId, status: "taken", guest: "Ida", vatId: "v" }]);
    await send(t, leaveRoom, { roomId });
    expect(await rows(t)).toEqual([{ key: roomId, status: "free" }]);
  });

  test("AG-11 is narrowed in decide, by a comparison and by ensure", () => {
    Room.command({
      decide: (room, { roomId }) => {
        // @ts-expect-error -- only a booked room has a guest
        expectTypeOf(room.guest);
        ensure(room.status === "booked", roomRejections.ROOM_NOT_BOOKED);
        expectTypeOf(room.guest).toEqualTypeOf<string>();
        if (room.payer.kind === "company") expectTypeOf(room.payer.vatId).toEqualTypeOf<string>();
        return roomEvents.RoomLeft({ roomId });
      },
    });
    expect(() => ensure(true, roomRejections.ROOM_NOT_BOOKED)).not.toThrow();
  });

  test("AG-11 is narrowed in evolve and in handlers, and a member without its fields does not compile", () => {
    type State = Infer<typeof vRoom>;
    expectTypeOf<State["status"]>().toEqualTypeOf<"free" | "booked" | "closed">();
    const options = {
      id: "roomId",
      events: roomEvents,
      initial: { status: "free", beds: 1 },
    } as const;
    const { evolve } = Room;
    const wrong = () =>
      defineAggregate("Room", vRoom, {
        ...options,
        evolve: {
          ...evolve,
          // @ts-expect-error -- a closed room has a reason
          RoomClosed: () => ({ status: "closed" }),
        },
      });
    const extra = () =>
      defineAggregate("Room", vRoom, {
        ...options,
        evolve: {
          // @ts-expect-error -- a closed room has no guest
          RoomAdded: evolve.RoomAdded,
          RoomBooked: evolve.RoomBooked,
          RoomLeft: evolve.RoomLeft,
          RoomClosed: (_room, { reason }) => ({ status: "closed", reason, guest: "" }),
        },
      });
    expect([wrong, extra].map((define) => define().name)).toEqual(["Room", "Room"]);
  });
});

describe("what is given to pure functions", () => {
  test("US-5 is deeply readonly: state, command, data, payload and row", () => {
    Room.command({
      args: { nights: roomEvents.RoomBooked.validator.fields["nights"]! },
      load: async () => ({ seen: [1] }),
      decide: (room, { roomId, nights }, { data }) => {
        // @ts-expect-error -- the state
        delete room.status;
        if (room.status === "booked") expectTypeOf(room.nights).toEqualTypeOf<readonly number[]>();
        expectTypeOf(data.seen).toEqualTypeOf<readonly number[]>();
        return nights === undefined ? [] : roomEvents.RoomLeft({ roomId });
      },
    });
    type Nights = Parameters<typeof roomEvents.RoomBooked>[0]["nights"];
    expectTypeOf<Nights>().toEqualTypeOf<readonly number[]>();
    const evolved = Room.evolve.RoomBooked(Room.initial, { roomId, ...stay });
    expect(evolved).toEqual({ status: "booked", beds: 1, ...stay });
  });
});

test("AG-11 reject refuses with details that exist only where the fact has failed", async () => {
  const t = await withRoom();
  await send(t, bookRoom, { roomId, ...stay });
  expect(await send(t, bookRoom, { roomId, ...stay })).toMatchObject({
    status: "rejected",
    code: "ROOM_NOT_FREE",
    details: { status: "booked" },
  });
  expectTypeOf(reject<typeof roomRejections.ROOM_NOT_BOOKED>).returns.toBeNever();
  // @ts-expect-error -- the details do not take the status "free"
  expect(() => reject(roomRejections.ROOM_NOT_FREE, { status: "free" })).toThrow(
    "Only a free room",
  );
  // @ts-expect-error -- its details are missing
  expect(() => reject(roomRejections.ROOM_NOT_FREE)).toThrow("Only a free room");
});

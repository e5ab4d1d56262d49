import { v } from "convex/values";
import {
  defineBoundedContext,
  defineEvents,
  defineRejections,
  ensure,
  reject,
} from "../src/index.js";
import { defineAggregate, defineProjection } from "./define.js";

// What is in one state only lies in that state: a state, a payload's field and a row that are unions of objects.

const vPayer = v.union(
  v.object({ kind: v.literal("guest") }),
  v.object({ kind: v.literal("company"), vatId: v.string() }),
);

export const vRoom = v.union(
  v.object({ status: v.literal("free"), beds: v.number() }),
  v.object({
    status: v.literal("booked"),
    beds: v.number(),
    guest: v.string(),
    nights: v.array(v.number()),
    payer: vPayer,
  }),
  v.object({ status: v.literal("closed"), reason: v.string() }),
);

export const roomEvents = defineEvents({
  RoomAdded: { roomId: v.string(), beds: v.number() },
  RoomBooked: {
    roomId: v.string(),
    guest: v.string(),
    nights: v.array(v.number()),
    payer: vPayer,
  },
  RoomLeft: { roomId: v.string() },
  RoomClosed: { roomId: v.string(), reason: v.string() },
});

export const roomRejections = defineRejections({
  ROOM_NOT_FREE: {
    message: "Only a free room can be booked.",
    details: { status: v.union(v.literal("booked"), v.literal("closed")) },
  },
  ROOM_NOT_BOOKED: { message: "Nobody has booked the room." },
});

export const Room = defineAggregate("Room", vRoom, {
  id: "roomId",
  events: roomEvents,
  rejections: roomRejections,
  initial: { status: "free", beds: 1 },
  evolve: {
    RoomAdded: (_room, { beds }) => ({ status: "free", beds }),
    RoomBooked: (room, { guest, nights, payer }) =>
      room.status === "free" ? { ...room, status: "booked", guest, nights, payer } : room,
    RoomLeft: (room) => (room.status === "booked" ? { status: "free", beds: room.beds } : room),
    RoomClosed: (_room, { reason }) => ({ status: "closed", reason }),
  },
});

export const addRoom = Room.creation({
  args: { beds: v.number() },
  decide: (_room, { roomId, beds }) => roomEvents.RoomAdded({ roomId, beds }),
});

export const bookRoom = Room.command({
  args: { guest: v.string(), nights: v.array(v.number()), payer: vPayer },
  decide: (room, { roomId, guest, nights, payer }) => {
    if (room.status !== "free") reject(roomRejections.ROOM_NOT_FREE, { status: room.status });
    return roomEvents.RoomBooked({ roomId, guest, nights, payer });
  },
});

export const leaveRoom = Room.command({
  decide: (room, { roomId }) => {
    ensure(room.status === "booked", roomRejections.ROOM_NOT_BOOKED);
    return room.nights.length === 0 ? [] : roomEvents.RoomLeft({ roomId });
  },
});

export const closeRoom = Room.command({
  args: { reason: v.string() },
  decide: (room, { roomId, reason }) =>
    room.status === "closed" && room.reason === reason
      ? []
      : roomEvents.RoomClosed({ roomId, reason }),
});

export const roomBoard = defineProjection("roomBoard", {
  events: roomEvents,
  key: "roomId",
  initial: { status: "free" },
  on: {
    RoomAdded: () => ({ status: "free" }),
    RoomBooked: (row, { guest, payer }) =>
      row.status === "free"
        ? { status: "taken", guest, vatId: payer.kind === "company" ? payer.vatId : null }
        : row,
    RoomLeft: () => ({ status: "free" }),
    RoomClosed: () => null,
  },
});

export const hotel = defineBoundedContext("hotel", {
  commands: { addRoom, bookRoom, leaveRoom, closeRoom },
  projections: [roomBoard],
});

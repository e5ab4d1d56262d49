import { v } from "convex/values";
import { describe, expect, test } from "vitest";
import { accountEvents, balances, deposit, openAccount } from "../../test/bank.js";
import { components } from "../../test/platform.js";
import { createPlatform } from "../platform/createPlatform.js";
import { defineAggregate } from "./defineAggregate.js";
import { defineBoundedContext } from "./defineBoundedContext.js";
import { defineEvents } from "./defineEvents.js";
import { defineRejections } from "./defineRejections.js";
import { makeProjection } from "./defineProjection.js";
import { DeclarationError } from "../base/infrastructureError.js";
import { projectionTable } from "./projectionTable.js";

const context = (name: string, more: object) =>
  defineBoundedContext(name, { commands: {}, ...more });
const projection = (more: object) => () =>
  makeProjection("balances", {
    events: accountEvents,
    key: "accountId",
    initial: {},
    on: {},
    ...more,
  });
const aggregate =
  (more: object, name = "Box") =>
  () =>
    defineAggregate(name, v.object({ n: v.number() }), {
      id: "boxId",
      events: boxEvents,
      initial: { n: 0 },
      evolve: { BoxFilled: (box: { n: number }) => box },
      ...more,
    });
const boxEvents = defineEvents({ BoxFilled: { boxId: v.string() } });
const otherEvents = defineEvents({ BoxFilled: { boxId: v.string(), other: v.number() } });
const Box = aggregate({})();
const OtherBox = aggregate({ events: otherEvents }, "OtherBox")();
const fill = (box: typeof Box) => box.creation({ decide: () => [] });

describe("BC-1 an error at declaration says what is wrong", () => {
  const events = (more: object, options?: object) => () => defineEvents(more as never, options);
  const table = (fields: object, indexes?: object) => () =>
    projectionTable(fields as never, indexes as never);

  const mistakes: [what: string, declare: () => unknown, says: RegExp][] = [
    ["an event in camelCase", events({ boxFilled: {} }), /"boxFilled".*PascalCase/],
    ["an event called __proto__", events({ ["__proto__"]: {} }), /"__proto__"/],
    [
      "a tag on a field that no event has",
      events({ A: {} }, { tags: { x: "x" } }),
      /"x".*no event/,
    ],
    [
      "a tag called like a property of every object",
      events({ A: {} }, { tags: { toString: "x" } }),
      /"toString"/,
    ],
    [
      "a tag on an object",
      events({ A: { x: v.object({}) } }, { tags: { x: "x" } }),
      /"x" cannot be a tag/,
    ],
    [
      "a tag on a list",
      events({ A: { x: v.optional(v.array(v.string())) } }, { tags: { x: "x" } }),
      /cannot be a tag/,
    ],
    [
      "a rejection in camelCase",
      () => defineRejections({ notOpen: { message: "x" } }),
      /SCREAMING_SNAKE/,
    ],
    [
      "a built-in rejection",
      () => defineRejections({ NOT_FOUND: { message: "x" } }),
      /NOT_FOUND is built in/,
    ],
    [
      "a rejection without a message",
      () => defineRejections({ CLOSED: { message: "" } }),
      /CLOSED needs a message/,
    ],
    ["an aggregate in camelCase", aggregate({}, "box"), /"box".*PascalCase/],
    ["an id called meta", aggregate({ id: "meta" }), /"meta"/],
    ["an id that is not a name", aggregate({ id: "box id" }), /"box id".*camelCase/],
    ["an evolve that is missing", aggregate({ evolve: {} }), /no function for BoxFilled/],
    [
      "an evolve for another event",
      aggregate({ evolve: { BoxFilled: () => 1, Gone: () => 1 } }),
      /handles Gone/,
    ],
    [
      "an initial state of another shape",
      aggregate({ initial: { n: "0" } }),
      /initial does not fit.*n/,
    ],
    [
      "args with the id",
      () => Box.command({ args: { boxId: v.string() }, decide: () => [] }),
      /"boxId" out of args/,
    ],
    [
      "args with meta",
      () => Box.command({ args: { meta: v.string() }, decide: () => [] }),
      /"meta" out of args/,
    ],
    ["a command without decide", () => Box.command({} as never), /decide must be a function/],
    ["a context in PascalCase", () => context("Bank", {}), /"Bank".*camelCase/],
    ["a context version 0", () => context("bank", { version: 0 }), /whole number from 1/],
    [
      "a command in PascalCase",
      () => context("bank", { commands: { Open: openAccount } }),
      /"Open".*command name/,
    ],
    [
      "one command twice",
      () => context("bank", { commands: { a: deposit, b: deposit } }),
      /one command twice/,
    ],
    [
      "one read model twice",
      () => context("bank", { projections: [balances, balances] }),
      /two projections of one name/,
    ],
    [
      "two aggregates of one name",
      () => context("boxes", { commands: { a: fill(Box), b: fill(aggregate({})()) } }),
      /two aggregates of one name/,
    ],
    [
      "one event declared twice",
      () => context("boxes", { commands: { a: fill(Box), b: fill(OtherBox) } }),
      /BoxFilled twice/,
    ],
    [
      "an unknown category",
      projection({ category: "views" }),
      /"views"; use one of view, logic, reporting, integration/,
    ],
    ["a handler for an unknown event", projection({ on: { Gone: () => null } }), /handles Gone/],
    [
      "a handler that is none",
      projection({ on: { AccountOpened: undefined } }),
      /AccountOpened must be a function/,
    ],
    [
      "a key that an event lacks",
      projection({ key: "cents", on: { AccountOpened: () => null } }),
      /AccountOpened\.cents: it has no such field/,
    ],
    [
      "a key that is neither field nor function",
      projection({ key: undefined }),
      /key must be a string field/,
    ],
    [
      "a column of the platform",
      table({ tenant: v.string() }),
      /"tenant" is a column of the platform/,
    ],
    ["a second index by_key", table({ a: v.string() }, { by_key: ["a"] }), /by_key/],
    [
      "a limit that is NaN",
      () => createPlatform(components, { contexts: [], limits: { maxStateBytes: Number.NaN } }),
      /maxStateBytes must be a number/,
    ],
    [
      "a negative limit",
      () => createPlatform(components, { contexts: [], limits: { maxIdLength: -1 } }),
      /maxIdLength must be a number/,
    ],
    [
      "an unknown limit",
      () => createPlatform(components, { contexts: [], limits: { maxSize: 1 } as never }),
      /unknown limit "maxSize"; use maxPayloadBytes/,
    ],
  ];

  test.each(mistakes)("BC-1 %s", (_, declare, says) => {
    expect(declare).toThrow(DeclarationError);
    expect(declare).toThrow(says);
  });
});

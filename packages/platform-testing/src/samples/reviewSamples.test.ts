import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { defineAggregate, defineBoundedContext, defineEvents } from "@convex-es/platform-core";
import { addField, renameField, splitEvent } from "@convex-es/platform-core/upcast";
import type { AnyContext } from "@convex-es/platform-core/internal";
import { v, type PropertyValidators } from "convex/values";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { assertSamples } from "./assertSamples.js";
import { reviewSamples } from "./reviewSamples.js";

type Release = {
  fields?: PropertyValidators;
  options?: Parameters<typeof defineEvents>[1];
  state?: PropertyValidators;
  shapes?: Parameters<typeof defineAggregate>[2]["shapes"];
};

/** The lamps as one release declares them. */
function lamps({ fields = {}, options = {}, state = {}, shapes }: Release = {}): AnyContext {
  const events = defineEvents({ LampLit: { lampId: v.string(), ...fields } }, options as never);
  const vLamp = v.object({ lit: v.boolean(), ...state });
  const Lamp = defineAggregate(
    "Lamp",
    vLamp as never,
    {
      id: "lampId",
      events,
      initial: { lit: false, ...Object.fromEntries(Object.keys(state).map((name) => [name, ""])) },
      evolve: { LampLit: (lamp: object) => ({ ...lamp, lit: true }) },
      shapes,
    } as never,
  );
  const light = Lamp.command({ decide: () => [] });
  return defineBoundedContext("lamps", { commands: { light } });
}

const place = { folder: "" };
beforeEach(() => {
  place.folder = mkdtempSync(path.join(tmpdir(), "samples-"));
});
afterEach(() => rmSync(place.folder, { recursive: true }));

const review = (context: AnyContext, write = false) => reviewSamples(context, { ...place, write });
const files = () => readdirSync(place.folder).sort();
const contentOf = (file: string): unknown =>
  JSON.parse(readFileSync(path.join(place.folder, file), "utf8"));
const put = (file: string, content: unknown) =>
  writeFileSync(path.join(place.folder, file), JSON.stringify(content));
const modules = () =>
  Object.fromEntries(files().map((file) => [file, { default: contentOf(file) }]));

describe("the command", () => {
  test("UP-3 writes what is missing: a sample of every version, and the description", () => {
    expect(review(lamps(), true)).toEqual({
      lines: ["wrote      LampLit version 1", "wrote      the state of Lamp in shape 1"],
      isGood: true,
    });
    expect(files()).toEqual(["Lamp.state.v1.json", "LampLit.v1.json", "schema.json"]);
    expect(contentOf("LampLit.v1.json")).toEqual({
      ...{ event: "LampLit", version: 1, payload: { lampId: "lampId" } },
    });
  });

  test("UP-3 writes nothing unless it is asked to, and says what is missing", () => {
    const { lines, isGood } = review(lamps());
    expect(isGood).toBe(false);
    expect(lines).toContain("missing    LampLit version 1");
    expect(files()).toEqual([]);
  });

  test("UP-3 finds nothing when nothing changed, and rewrites nothing", () => {
    review(lamps(), true);
    put("LampLit.v1.json", { event: "LampLit", version: 1, payload: { lampId: "from the log" } });
    expect(review(lamps(), true)).toEqual({ lines: [], isGood: true });
    expect(contentOf("LampLit.v1.json")).toMatchObject({ payload: { lampId: "from the log" } });
  });

  test("UP-3 a new version with its upcaster is additive, and the older sample still reads", () => {
    review(lamps(), true);
    const upcast = { LampLit: { 1: addField("watts", 60) } };
    const next = lamps({ fields: { watts: v.number() }, options: { upcast } });
    expect(review(next, true)).toEqual({
      lines: ["additive   LampLit: version 1 → 2: adds watts", "wrote      LampLit version 2"],
      isGood: true,
    });
    expect(review(next)).toEqual({ lines: [], isGood: true });
  });

  test("UP-3 an optional field within a version is additive", () => {
    review(lamps(), true);
    const { lines, isGood } = review(lamps({ fields: { watts: v.optional(v.number()) } }));
    expect(lines).toEqual(["additive   LampLit: adds watts"]);
    expect(isGood).toBe(true);
  });

  test("UP-3 a required field within a version is breaking: its sample is read no more", () => {
    review(lamps(), true);
    const { lines, isGood } = review(lamps({ fields: { watts: v.number() } }), true);
    expect(isGood).toBe(false);
    expect(lines[0]).toBe(
      "breaking   LampLit: adds watts within version 1; raise it, with an upcaster",
    );
    expect(lines[1]).toContain("unreadable LampLit version 1");
  });

  test("UP-3 what breaks is not written over", () => {
    review(lamps(), true);
    const before = modules();
    review(lamps({ fields: { watts: v.number() } }), true);
    expect(modules()).toEqual(before);
  });

  test("UP-3 a version that is taken back is breaking", () => {
    const upcast = { LampLit: { 1: addField("watts", 60) } };
    put("LampLit.v1.json", { event: "LampLit", version: 1, payload: { lampId: "a" } });
    review(lamps({ fields: { watts: v.number() }, options: { upcast } }), true);
    const { lines, isGood } = review(lamps());
    expect(isGood).toBe(false);
    expect(lines[0]).toContain("breaking   LampLit: version 2 → 1");
    expect(lines[1]).toMatch(/unreadable LampLit version 2: .* stored in version 2/);
  });

  test("UP-3 an event that is gone is breaking, one that is retired is additive", () => {
    const dimmed = defineEvents({ LampDimmed: { lampId: v.string() } });
    const before = withEvents({ ...dimmed, ...defineEvents({ LampLit: { lampId: v.string() } }) });
    review(before, true);
    expect(review(lamps()).lines).toContain(
      "breaking   LampDimmed: removed; what is stored of it is read no more",
    );
    const step = splitEvent({ LampLit: 1 }, (payload) => [{ type: "LampLit", payload }]);
    const retired = lamps({ options: { retired: { LampDimmed: { 1: step } } } });
    expect(review(retired)).toEqual({
      lines: ["additive   LampDimmed: retired, read as other events"],
      isGood: true,
    });
    review(retired, true);
    expect(review(lamps()).lines[0]).toContain("breaking   LampDimmed: was retired");
  });

  test("UP-3 a version that only the log has cannot be made up", () => {
    const upcast = { LampLit: { 1: addField("watts", 60) } };
    const next = lamps({ fields: { watts: v.number() }, options: { upcast } });
    const { lines, isGood } = review(next, true);
    expect(lines).toContain("missing    LampLit version 1: take one from your log");
    expect(isGood).toBe(false);
  });

  test("UP-3 a state in a new shape with its conversion is additive, without it breaking", () => {
    review(lamps(), true);
    const state = { room: v.string() };
    expect(review(lamps({ state })).lines[0]).toContain(
      "breaking   Lamp: adds room within version 1",
    );
    const next = lamps({ state, shapes: { 1: addField("room", "hall") } });
    expect(review(next, true)).toEqual({
      lines: [
        "additive   Lamp: version 1 → 2: adds room",
        "wrote      the state of Lamp in shape 2",
      ],
      isGood: true,
    });
  });
});

/** The lamps with other events. */
function withEvents(events: object): AnyContext {
  const Lamp = defineAggregate("Lamp", v.object({ lit: v.boolean() }), {
    id: "lampId",
    events: events as never,
    initial: { lit: false },
    evolve: Object.fromEntries(Object.keys(events).map((type) => [type, (lamp: object) => lamp])),
  });
  return defineBoundedContext("lamps", { commands: { light: Lamp.command({ decide: () => [] }) } });
}

describe("assertSamples", () => {
  const failureOf = (context: AnyContext) => {
    try {
      assertSamples(context, modules());
      return "";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  test("UP-3 every declared version with a sample that reads passes", () => {
    review(lamps(), true);
    expect(failureOf(lamps())).toBe("");
  });

  test("UP-3 a version without a sample fails, naming it", () => {
    expect(failureOf(lamps())).toContain("sample of LampLit version 1 is missing");
  });

  test("UP-3 a sample that an upcaster no longer reads fails, with the reason", () => {
    review(lamps(), true);
    const upcast = { LampLit: { 1: renameField("lampId", "id") } };
    const failure = failureOf(lamps({ options: { upcast } }));
    expect(failure).toContain("LampLit version 1 does not read");
  });

  test("UP-3 a sample of what nobody declares fails", () => {
    review(lamps(), true);
    put("Gone.v1.json", { event: "Gone", version: 1, payload: {} });
    expect(failureOf(lamps())).toContain("Gone version 1 does not read: nothing of this name");
  });

  test("UP-3 a state that is refolded needs no sample of the shape before", () => {
    const next = lamps({ state: { room: v.string() }, shapes: { 1: "refold" } });
    expect(review(next, true).isGood).toBe(true);
    expect(files()).toEqual(["Lamp.state.v2.json", "LampLit.v1.json", "schema.json"]);
    expect(failureOf(next)).toBe("");
  });

  test("UP-3 samples hold whatever Convex stores", () => {
    const fields = { bytes: v.bytes(), big: v.int64(), odd: v.number() };
    review(lamps({ fields }), true);
    const payload = { lampId: "a", bytes: { $bytes: "AQ==" }, big: { $integer: "AQAAAAAAAAA=" } };
    const odd = { $float: "AAAAAAAA+H8=" };
    put("LampLit.v1.json", { event: "LampLit", version: 1, payload: { ...payload, odd } });
    expect(failureOf(lamps({ fields }))).toBe("");
  });
});

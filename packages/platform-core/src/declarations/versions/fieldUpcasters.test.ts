import type { Value } from "convex/values";
import { expect, expectTypeOf, test } from "vitest";
import {
  addField,
  mergeFields,
  pipe,
  removeField,
  renameField,
  splitField,
  type Upcaster,
} from "../../upcast.js";

test("UP-2 a field is added with a value", () => {
  expect(addField("currency", "EUR")({ total: 1 })).toEqual({ total: 1, currency: "EUR" });
});

test("UP-2 a field is added with what a function makes of the others", () => {
  const addCount = addField("count", ({ items }: { items: Value[] }) => items.length);
  expect(addCount({ items: ["a", "b"] })).toEqual({ items: ["a", "b"], count: 2 });
});

test.each([0, "", null, false])("UP-2 adding a field never overwrites %s", (present) => {
  const fields = { currency: present };
  expect(addField("currency", "EUR")(fields)).toBe(fields);
});

test("UP-2 a field called like something of every object is added all the same", () => {
  expect(addField("constructor", 1)({})).toEqual({ constructor: 1 });
});

test("UP-2 a field is renamed and keeps its value", () => {
  expect(renameField("mail", "email")({ mail: "a@b", name: "A" })).toEqual({
    email: "a@b",
    name: "A",
  });
});

test("UP-2 renaming leaves fields without the old name as they are", () => {
  const fields = { email: "a@b" };
  expect(renameField("mail", "email")(fields)).toBe(fields);
});

test("UP-2 renaming never overwrites", () => {
  const rename = renameField("mail", "email");
  expect(() => rename({ mail: "old", email: "new" })).toThrow('the field "email" exists already');
});

test("UP-2 a field is removed, and one that is not there is allowed", () => {
  expect(removeField("fax")({ fax: "1", name: "A" })).toEqual({ name: "A" });
  expect(removeField("fax")({ name: "A" })).toEqual({ name: "A" });
});

test("UP-2 a field is split into several", () => {
  const split = splitField("name", (name: string) => {
    const [first = "", last = ""] = name.split(" ");
    return { first, last };
  });
  expect(split({ name: "Ada Lovelace", born: 1815 })).toEqual({
    first: "Ada",
    last: "Lovelace",
    born: 1815,
  });
});

test("UP-2 a field may be split into one of the same name", () => {
  const toCents = splitField("total", (total) => ({ total: Math.round(Number(total) * 100) }));
  expect(toCents({ total: 19.99 })).toEqual({ total: 1999 });
});

test("UP-2 splitting never overwrites another field, and leaves fields without the old one", () => {
  const split = splitField("name", (name) => ({ first: name }));
  expect(() => split({ name: "A", first: "B" })).toThrow('the field "first" exists already');
  expect(split({ first: "B" })).toEqual({ first: "B" });
});

test("UP-2 fields are merged into one, in the order of their names", () => {
  const merge = mergeFields(["first", "last"], "name", (a: string, b: string) => `${a} ${b}`);
  expect(merge({ last: "Lovelace", born: 1815, first: "Ada" })).toEqual({
    name: "Ada Lovelace",
    born: 1815,
  });
});

test("UP-2 a merge sees undefined for a field that is missing", () => {
  const merge = mergeFields(["first", "last"], "name", (first, last) => first ?? last ?? "");
  expect(merge({ last: "Lovelace" })).toEqual({ name: "Lovelace" });
  expect(merge({ born: 1815 })).toEqual({ born: 1815 });
});

test("UP-2 merging never overwrites another field, but may take the name of one it merges", () => {
  const into = (name: string) => mergeFields(["first", "last"], name, () => "merged");
  expect(() => into("born")({ first: "A", born: 1815 })).toThrow('the field "born" exists already');
  expect(into("first")({ first: "A", last: "L" })).toEqual({ first: "merged" });
});

test("UP-2 steps compose from left to right", () => {
  const step = pipe(
    renameField("a", "b"),
    splitField("b", (b) => ({ c: b, d: 1 })),
    removeField("d"),
  );
  expect(step({ a: 7 })).toEqual({ c: 7 });
  expect(pipe()({ a: 7 })).toEqual({ a: 7 });
});

test("UP-2 helpers change nothing in place", () => {
  const fields = Object.freeze({ mail: "a@b", total: 1, first: "A", last: "B" });
  const step = pipe(
    addField("x", 1),
    renameField("mail", "email"),
    splitField("total", () => ({ y: 1 })),
    mergeFields(["first", "last"], "name", () => "AB"),
    removeField("x"),
  );
  expect(step(fields)).toEqual({ email: "a@b", y: 1, name: "AB" });
  expect(fields).toEqual({ mail: "a@b", total: 1, first: "A", last: "B" });
});

test("UP-2 an upcaster's parameter can be annotated with the old shape", () => {
  const step: Upcaster = (old: { total: number }) => ({ totalCents: old.total * 100 });
  expect(step({ total: 2 })).toEqual({ totalCents: 200 });
  expectTypeOf(addField).returns.toEqualTypeOf<Upcaster>();
  expectTypeOf<(fields: string) => object>().not.toExtend<Upcaster>();
});

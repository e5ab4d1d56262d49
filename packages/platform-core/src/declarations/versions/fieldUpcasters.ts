import type { Value } from "convex/values";
import type { Bivariant, StoredFields, Upcaster } from "./upcaster.js";

type FieldUpcaster<Args extends unknown[]> = Bivariant<Args, Value>;

/**
 * Adds a field that an event lacks, with a value or the result of a function of the other fields; an existing field stays as it is.
 *
 * @example
 * upcast: { OrderSubmitted: { 1: addField("currency", "EUR") } }
 */
export function addField(name: string, value: Value | FieldUpcaster<[StoredFields]>): Upcaster {
  return (fields) => {
    if (has(fields, name)) return fields;
    return { ...fields, [name]: typeof value === "function" ? value(fields) : value };
  };
}

/** Renames a field; fails where the new name is taken, and leaves fields without the old one as they are. */
export function renameField(from: string, to: string): Upcaster {
  return splitField(from, (value) => ({ [to]: value }));
}

/** Drops a field. */
export function removeField(name: string): Upcaster {
  return (fields) => without(fields, [name]);
}

/**
 * Replaces one field by what a function makes of it: several fields, or one of another name or kind. Fails where one of them is
 * there already, and leaves fields without the old one as they are.
 *
 * @example
 * splitField("total", (total: number) => ({ totalCents: Math.round(total * 100) }))
 */
export function splitField(
  name: string,
  into: Bivariant<[value: Value, fields: StoredFields], StoredFields>,
): Upcaster {
  return (fields) => {
    const value = storedField(fields, name);
    if (value === undefined) return fields;
    return joined(without(fields, [name]), into(value, fields));
  };
}

/**
 * Replaces several fields by one; a function makes it of their values, `undefined` for one that is missing. Fails where the new
 * name is taken by another field, and leaves fields without any of the old ones as they are.
 *
 * @example
 * mergeFields(["first", "last"], "name", (first: string, last: string) => `${first} ${last}`)
 */
export function mergeFields(
  names: readonly string[],
  into: string,
  merge: FieldUpcaster<(Value | undefined)[]>,
): Upcaster {
  return (fields) => {
    if (!names.some((name) => has(fields, name))) return fields;
    const value = merge(...names.map((name) => storedField(fields, name)));
    return joined(without(fields, names), { [into]: value });
  };
}

/** Several upcasters as one, applied from left to right: what changes together between two versions. */
export function pipe(...upcasters: readonly Upcaster[]): Upcaster {
  return (fields) => upcasters.reduce((before, upcaster) => upcaster(before), fields);
}

const storedField = (fields: StoredFields, name: string) =>
  Object.hasOwn(fields, name) ? fields[name] : undefined;

const has = (fields: StoredFields, name: string) => storedField(fields, name) !== undefined;

const without = (fields: StoredFields, names: readonly string[]): StoredFields =>
  Object.fromEntries(Object.entries(fields).filter(([name]) => !names.includes(name)));

function joined(fields: StoredFields, more: StoredFields): StoredFields {
  const taken = Object.keys(more).find((name) => has(fields, name));
  if (taken !== undefined) throw new Error(`the field "${taken}" exists already`);
  return { ...fields, ...more };
}

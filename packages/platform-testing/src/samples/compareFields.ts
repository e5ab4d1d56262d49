import type { ObjectFieldType, ValidatorJSON } from "convex/values";

/** One difference of two validators; additive when everything that fits the first fits the second. */
export type FieldDifference = { what: string; isAdditive: boolean };

/** How the second validator differs from the first. */
export function compareFields(before: ValidatorJSON, today: ValidatorJSON): FieldDifference[] {
  return compareAt("", before, today);
}

function compareAt(path: string, before: ValidatorJSON, today: ValidatorJSON): FieldDifference[] {
  if (isSame(before, today)) return [];
  if (before.type === "object" && today.type === "object") {
    return compareObjects(path, before.value, today.value);
  }
  if (before.type === "array" && today.type === "array") {
    return compareAt(`${path}[]`, before.value, today.value);
  }
  if (before.type === "record" && today.type === "record") {
    return compareAt(`${path}{}`, before.values.fieldType, today.values.fieldType);
  }
  return [{ what: `${path || "all of it"} changes`, isAdditive: isWider(before, today) }];
}

type Fields = Record<string, ObjectFieldType>;

function compareObjects(path: string, before: Fields, today: Fields): FieldDifference[] {
  const names = [...new Set([...Object.keys(before), ...Object.keys(today)])].sort();
  return names.flatMap((name) => {
    const [old, now] = [before[name], today[name]];
    const place = path === "" ? name : `${path}.${name}`;
    if (old === undefined) return [{ what: `adds ${place}`, isAdditive: now?.optional === true }];
    if (now === undefined) return [{ what: `drops ${place}`, isAdditive: false }];
    const inside = compareAt(place, old.fieldType, now.fieldType);
    if (old.optional === now.optional) return inside;
    const what = `${place} becomes ${now.optional ? "optional" : "required"}`;
    return [...inside, { what, isAdditive: now.optional }];
  });
}

function isWider(before: ValidatorJSON, today: ValidatorJSON): boolean {
  const old = before.type === "union" ? before.value : [before];
  const now = today.type === "union" ? today.value : [today];
  return old.every((member) => now.some((other) => takes(other, member)));
}

const takes = (wide: ValidatorJSON, narrow: ValidatorJSON) =>
  wide.type === "any" ||
  (narrow.type === "literal" && wide.type === kindOf(narrow.value)) ||
  (narrow.type === "id" && wide.type === "string") ||
  isSame(wide, narrow) ||
  (wide.type === narrow.type &&
    containers.includes(wide.type) &&
    compareAt("", narrow, wide).every(({ isAdditive }) => isAdditive));

const containers = ["object", "array", "record"];

// A bigint literal is an object in JSON.
const kindOf = (literal: unknown) => (typeof literal === "object" ? "bigint" : typeof literal);

const isSame = (a: ValidatorJSON, b: ValidatorJSON) => sorted(a) === sorted(b);

const sorted = (value: unknown) =>
  JSON.stringify(value, (_key, inner: unknown) =>
    typeof inner === "object" && inner !== null && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );

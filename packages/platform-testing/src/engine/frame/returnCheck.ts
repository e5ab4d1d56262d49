import { trusted } from "../../boundary.js";
import { compareValues, jsonToConvex, type Value, type ValidatorJSON } from "convex/values";
import { ownCommitTs, resolveCommitTs } from "../documents/commitTs.js";

/**
 * Makes the check of a function's `returns` validator, to be run before the commit: Convex rolls a top-level mutation back
 * when its return value is wrong, while convex-test looks only after the commit.
 */
export function returnCheck(name: string, exported: string): (value: Value) => void {
  const validator = trusted<ValidatorJSON | null>(JSON.parse(exported));
  return (value) => {
    if (validator === null || admits(validator, resolveCommitTs(value, ownCommitTs))) return;
    throw new Error(`Return value validation failed for mutation "${name}".`);
  };
}

function admits(validator: ValidatorJSON, value: Value | undefined): boolean {
  switch (validator.type) {
    case "any":
      return value !== undefined;
    case "null":
      return value === null;
    case "id":
      return typeof value === "string";
    case "bytes":
      return value instanceof ArrayBuffer;
    case "commitTs":
      return typeof value === "bigint";
    case "literal":
      return compareValues(jsonToConvex(validator.value), value) === 0;
    case "union":
      return validator.value.some((member) => admits(member, value));
    case "array":
      return Array.isArray(value) && value.every((item) => admits(validator.value, item));
    case "object":
    case "record":
      return isObject(value) && admitsFields(validator, value);
    default:
      return typeof value === validator.type;
  }
}

type Fields = Record<string, Value>;

const isObject = (value: Value | undefined): value is Fields =>
  typeof value === "object" &&
  value !== null &&
  !Array.isArray(value) &&
  !(value instanceof ArrayBuffer);

function admitsFields(
  validator: Extract<ValidatorJSON, { type: "object" | "record" }>,
  value: Fields,
): boolean {
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  if (validator.type === "record") {
    const { keys, values } = validator;
    return entries.every(([key, item]) => admits(keys, key) && admits(values.fieldType, item));
  }
  const declared = validator.value;
  return (
    entries.every(([key]) => key in declared) &&
    Object.entries(declared).every(([key, { fieldType, optional }]) =>
      value[key] === undefined ? optional : admits(fieldType, value[key]),
    )
  );
}

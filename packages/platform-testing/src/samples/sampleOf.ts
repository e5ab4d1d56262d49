import { jsonToConvex, type ObjectFieldType, type Value, type ValidatorJSON } from "convex/values";

/** A small value that fits a validator; always the same one. `name` is what texts in it say. */
export function sampleOf(fits: ValidatorJSON, name = "text"): Value {
  switch (fits.type) {
    case "null":
      return null;
    case "number":
      return 1;
    case "bigint":
    case "commitTs":
      return 1n;
    case "boolean":
      return true;
    case "bytes":
      return new ArrayBuffer(1);
    case "literal":
      return jsonToConvex(fits.value);
    case "array":
      return [sampleOf(fits.value, name)];
    case "record":
      return { key: sampleOf(fits.values.fieldType, name) };
    case "object":
      return objectOf(fits.value);
    case "union":
      return sampleOf(fits.value.find(({ type }) => type !== "null") ?? { type: "null" }, name);
    default:
      return name;
  }
}

const objectOf = (fields: Record<string, ObjectFieldType>) =>
  Object.fromEntries(
    Object.entries(fields).map(([name, { fieldType }]) => [name, sampleOf(fieldType, name)]),
  );

/** The own property of a record, never one of `Object.prototype`: names come from outside. */
export function own<T>(record: { readonly [key: string]: T }, key: unknown): T | undefined {
  return typeof key === "string" && Object.hasOwn(record, key) ? record[key] : undefined;
}

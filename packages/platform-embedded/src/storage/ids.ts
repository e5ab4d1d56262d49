const idLength = 32;
const firstId = 10_000;

/** The table of an id, as convex-test makes them. */
export const tableOf = (id: string): string => id.replace(/^[0-9]+/, "");

/** The id that convex-test gives to the document at a place in its component. */
export const idAt = (place: number, table: string): string =>
  `${String(firstId + place).padStart(idLength - table.length, "0")}${table}`;

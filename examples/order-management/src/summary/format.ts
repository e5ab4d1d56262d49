const counts = new Intl.NumberFormat("en-US");

/** A whole number with thousands separators. */
export const formatCount = (count: number): string => counts.format(count);

/** "1 order", "2 orders". */
export const formatCounted = (count: number, noun: string): string =>
  `${formatCount(count)} ${noun}${count === 1 ? "" : "s"}`;

/** Whole cents as plain dollars: "1354458.59". */
export function dollarsOf(cents: bigint): string {
  const digits = String(cents < 0n ? -cents : cents).padStart(3, "0");
  return `${cents < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
}

/** Whole cents as dollars for people: "$1,354,458.59". */
export function formatDollars(cents: bigint): string {
  const [dollars = "", rest = ""] = dollarsOf(cents).split(".");
  return `$${counts.format(BigInt(dollars))}.${rest}`;
}

/** Milliseconds with two digits after the point below ten, one from there on. */
export const formatMs = (ms: number): string => `${ms.toFixed(ms < 10 ? 2 : 1)} ms`;

/** Seconds with one digit after the point. */
export const formatSeconds = (seconds: number): string => `${seconds.toFixed(1)} s`;

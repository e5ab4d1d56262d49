/**
 * A value whose type the code around the call knows and the compiler cannot follow: this package's one type assertion. Everything
 * else has a type that holds.
 */
export const trusted = <T>(value: unknown): T => value as T;

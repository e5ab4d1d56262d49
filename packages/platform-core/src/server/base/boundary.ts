// The one file of the component that asserts types: the contract types both sides of what passes here.

/** A value whose type the contract declares and the compiler cannot know: it came through a function handle. */
export const trusted = <T>(value: unknown): T => value as T;

/**
 * What the compiler shows in place of two long signatures: an object literal does not fit it, and the first line of the error
 * names the message.
 */
// eslint-disable-next-line @typescript-eslint/consistent-type-definitions -- 2026-12-01: only an interface prints by its name
export interface Mistake<Message extends string> {
  readonly "~mistake"?: Message;
}

/** `Whole`, unless there is a mistake in it. */
export type Unless<Message extends string, Whole> = [Message] extends [never]
  ? Whole
  : Mistake<Message>;

/** `Missing evolve for RoomClosed`: every name of a record that functions leave out. */
export type Missing<Functions, Names extends PropertyKey, Option extends string> =
  Exclude<Names, keyof Functions> extends infer Name extends string
    ? `Missing ${Option} for ${Name}`
    : never;

/** Functions for names that are not declared. */
export type Undeclared<Functions, Names extends PropertyKey, Host extends string> = {
  readonly [Name in Exclude<keyof Functions, Names> & string]: `${Name} is not an event of ${Host}`;
};

/**
 * `RoomClosed: foo is not a field of Room`, for every field that functions return and their declared result does not have:
 * TypeScript does not check that for the result of an arrow function in an inferred position.
 */
export type ExtraFields<Functions, Names, Result, Host extends string> = {
  [Name in keyof Functions & Names & string]: Functions[Name] extends (
    ...args: never
  ) => infer Returned
    ? `${Name}: ${Extra<Returned, Result>} is not a field of ${Host}`
    : never;
}[keyof Functions & Names & string];

type Extra<Returned, Result> =
  IsAny<Returned> extends true
    ? never
    : Returned extends object
      ? Exclude<keyof Returned & string, FieldOf<Fitting<Returned, Result>>>
      : never;
// Of a union, the members that the value is one of: what other members have is too much.
type Fitting<Returned, Result> = Result extends unknown
  ? Returned extends Result
    ? Result
    : never
  : never;
type IsAny<Type> = 0 extends 1 & Type ? true : false;
type FieldOf<Type> = Type extends object ? keyof Type : never;

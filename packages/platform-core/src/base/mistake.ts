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

/** What a function may return as far as inference goes: its mistakes get messages of their own. */
export type Returning<Result> = Result | object | undefined;

/** `RoomClosed: foo is not a field of Room`, for every function that returns something else than it should. */
export type ReturnMistakes<Functions, Names, Result, Host extends string> = {
  [Name in keyof Functions & Names & string]: Functions[Name] extends (
    ...args: never
  ) => infer Returned
    ? ReturnMistake<Returned, Result, Host> extends infer Problem extends string
      ? `${Name}${Problem}`
      : never
    : never;
}[keyof Functions & Names & string];

type ReturnMistake<Returned, Result, Host extends string> =
  IsAny<Returned> extends true
    ? never
    : [Returned] extends [Result]
      ? `: ${Extra<Returned, Result>} is not a field of ${Host}`
      : [Extract<Returned, PromiseLike<unknown>>] extends [never]
        ? [Extract<Returned, void>] extends [never]
          ? WrongValue<WrongField<Returned, Result>, Host>
          : " returns nothing"
        : " must not be async";

type WrongValue<Field extends string, Host extends string> = [Field] extends [never]
  ? `: a field of ${Host} is missing`
  : `: ${Field} does not fit ${Host}`;

type WrongField<Returned, Result> = Returned extends Result
  ? never
  : {
      [Field in keyof Returned & KeyOfObject<Result>]: [Returned[Field]] extends [
        ValueOf<Result, Field>,
      ]
        ? never
        : Field;
    }[keyof Returned & KeyOfObject<Result>] &
      string;
type ValueOf<Result, Field extends PropertyKey> = Result extends {
  readonly [F in Field]?: infer Value;
}
  ? Value
  : never;

// A field too much: TypeScript does not look for one in what an arrow function returns in an inferred position.
type Extra<Returned, Result> = Returned extends object
  ? Exclude<keyof Returned & string, KeyOfObject<MemberOf<Returned, Result>>>
  : never;
// Of a union, the members that the value is one of: what other members have is too much.
type MemberOf<Returned, Result> = Result extends unknown
  ? Returned extends Result
    ? Result
    : never
  : never;
type IsAny<Type> = 0 extends 1 & Type ? true : false;
type KeyOfObject<Type> = Type extends object ? keyof Type : never;

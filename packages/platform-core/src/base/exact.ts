/**
 * Refuses functions that return fields which their declared result does not have, and functions for names that are not
 * declared: TypeScript checks neither for the result of an arrow function in an inferred position.
 */
export type Exact<Functions, Result, Names extends PropertyKey> = {
  [Name in keyof Functions]: Name extends Names
    ? Functions[Name] extends (...args: never) => infer Returned
      ? ReturnsOnly<Extra<Returned, Result>>
      : unknown
    : "No event has this name";
};

type ReturnsOnly<Undeclared extends PropertyKey> = [Undeclared] extends [never]
  ? unknown
  : (...args: never) => Record<Undeclared, "This field is not declared">;

type Extra<Returned, Result> =
  IsAny<Returned> extends true ? never : Exclude<FieldOf<Returned>, FieldOf<Result>>;
type IsAny<Type> = 0 extends 1 & Type ? true : false;
type FieldOf<Type> = Type extends object ? keyof Type : never;

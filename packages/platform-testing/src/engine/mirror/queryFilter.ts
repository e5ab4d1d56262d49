import { trusted } from "../../boundary.js";
import { compareValues, type JSONValue, type Value } from "convex/values";
import { ownCommitTs, resolveCommitTs } from "../documents/commitTs.js";
import { decodeQueryValue, fieldValue, type Document } from "../documents/document.js";
import type { SerializedQuery } from "../frame/serializedQuery.js";

type Result = Value | undefined;
type Expression = Record<string, JSONValue>;
type Operator = (left: Result, right: Result) => Result;

// Ordering and arithmetic are JavaScript's own here, as they are in convex-test: both engines must answer alike.
const operators: Record<string, Operator> = {
  $eq: (a, b) => compareValues(a, b) === 0,
  $neq: (a, b) => compareValues(a, b) !== 0,
  $gt: (a, b) => trusted<number>(a) > trusted<number>(b),
  $gte: (a, b) => trusted<number>(a) >= trusted<number>(b),
  $lt: (a, b) => trusted<number>(a) < trusted<number>(b),
  $lte: (a, b) => trusted<number>(a) <= trusted<number>(b),
  $add: (a, b) => trusted<number>(a) + trusted<number>(b),
  $sub: (a, b) => trusted<number>(a) - trusted<number>(b),
  $mul: (a, b) => trusted<number>(a) * trusted<number>(b),
  $div: (a, b) => trusted<number>(a) / trusted<number>(b),
  $mod: (a, b) => trusted<number>(a) % trusted<number>(b),
};

/** Makes one predicate of all `.filter()` calls of a query. */
export function queryFilter(query: SerializedQuery): (document: Document) => boolean {
  const filters = query.operators.flatMap((operator) =>
    "filter" in operator ? [operator.filter] : [],
  );
  return (document) =>
    filters.every((filter) => Boolean(evaluate(trusted<Expression>(filter), document)));
}

function evaluate(expression: Expression, document: Document): Result {
  const [name = "", operand] = Object.entries(expression)[0] ?? [];
  const of = (part: JSONValue) => evaluate(trusted<Expression>(part), document);
  switch (name) {
    case "$field":
      return resolveCommitTs(fieldValue(document, trusted<string>(operand)), ownCommitTs);
    case "$literal":
      return resolveCommitTs(decodeQueryValue(trusted<JSONValue>(operand)), ownCommitTs);
    case "$and":
      return trusted<JSONValue[]>(operand).every(of);
    case "$or":
      return trusted<JSONValue[]>(operand).some(of);
    case "$not":
      return !of(trusted<JSONValue>(operand));
  }
  const operator = operators[name];
  if (!operator) throw new Error(`not implemented: ${JSON.stringify(expression)}`);
  const [left, right] = trusted<[JSONValue, JSONValue]>(operand);
  return operator(of(left), of(right));
}

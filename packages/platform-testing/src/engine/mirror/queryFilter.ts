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
  $gt: (a, b) => (a as number) > (b as number),
  $gte: (a, b) => (a as number) >= (b as number),
  $lt: (a, b) => (a as number) < (b as number),
  $lte: (a, b) => (a as number) <= (b as number),
  $add: (a, b) => (a as number) + (b as number),
  $sub: (a, b) => (a as number) - (b as number),
  $mul: (a, b) => (a as number) * (b as number),
  $div: (a, b) => (a as number) / (b as number),
  $mod: (a, b) => (a as number) % (b as number),
};

/** Makes one predicate of all `.filter()` calls of a query. */
export function queryFilter(query: SerializedQuery): (document: Document) => boolean {
  const filters = query.operators.flatMap((operator) =>
    "filter" in operator ? [operator.filter] : [],
  );
  return (document) => filters.every((filter) => Boolean(evaluate(filter as Expression, document)));
}

function evaluate(expression: Expression, document: Document): Result {
  const [name = "", operand] = Object.entries(expression)[0] ?? [];
  const of = (part: JSONValue) => evaluate(part as Expression, document);
  switch (name) {
    case "$field":
      return resolveCommitTs(fieldValue(document, operand as string), ownCommitTs);
    case "$literal":
      return resolveCommitTs(decodeQueryValue(operand as JSONValue), ownCommitTs);
    case "$and":
      return (operand as JSONValue[]).every(of);
    case "$or":
      return (operand as JSONValue[]).some(of);
    case "$not":
      return !of(operand as JSONValue);
  }
  const operator = operators[name];
  if (!operator) throw new Error(`not implemented: ${JSON.stringify(expression)}`);
  const [left, right] = operand as [JSONValue, JSONValue];
  return operator(of(left), of(right));
}

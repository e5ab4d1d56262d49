import { trusted } from "./boundary.js";
import { useQueries } from "convex/react";
import { getFunctionName, type FunctionArgs, type FunctionReference } from "convex/server";
import { convexToJson, type Value } from "convex/values";
import { useMemo } from "react";

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any query
export type AnyQuery = FunctionReference<"query", "public", any, any>;

/** A query to subscribe to; `skip` instead of arguments leaves it out. */
export type Subscription<Query extends AnyQuery = AnyQuery> = {
  query: Query;
  args: FunctionArgs<Query> | "skip";
};

/**
 * Subscribes to several queries and returns their results of one moment: `undefined` for what has not arrived or is left out, an Error
 * for what failed. The arguments may be new objects each time.
 */
export function useSnapshot(
  subscriptions: Readonly<Record<string, Subscription>>,
): Readonly<Record<string, unknown>> {
  const wanted = Object.entries(subscriptions).filter(([, { args }]) => args !== "skip");
  const key = JSON.stringify(
    wanted.map(([name, { query, args }]) => [
      name,
      getFunctionName(query),
      plain(trusted<Fields>(args)),
    ]),
  );
  // `key` is `wanted`, compared by what it says.
  const queries = useMemo(() => Object.fromEntries(wanted), [key]);
  return useQueries(queries);
}

type Fields = Record<string, Value | undefined>;

const plain = (args: Fields) =>
  convexToJson(Object.fromEntries(Object.entries(args).filter(isGiven)));

const isGiven = (field: [string, Value | undefined]): field is [string, Value] =>
  field[1] !== undefined;

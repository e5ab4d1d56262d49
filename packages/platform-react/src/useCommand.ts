import { trusted } from "./boundary.js";
import {
  classifyError,
  sendCommand,
  tokenOf,
  type ClassifiedError,
  type Position,
  type SendOptions,
} from "@convex-es/platform-core/client";
import type { OptimisticUpdate } from "convex/browser";
import { useConvex, type ConvexReactClient } from "convex/react";
import {
  getFunctionName,
  type FunctionArgs,
  type FunctionReference,
  type FunctionReturnType,
} from "convex/server";
import type { Value } from "convex/values";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Intents } from "./Intents.js";
import { laterOf } from "./laterOf.js";

/** A public mutation that `platform.mutations` or `platform.batch` made. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any command
export type CommandMutation = FunctionReference<"mutation", "public", any, any>;

/** The command has no outcome: attempts ran out, or the error is not worth one. Nothing says that it did not run. */
export type CommandFailed = { status: "failed"; error: ClassifiedError };

/** How `useCommand` sends. */
export type UseCommandOptions<Mutation extends CommandMutation> = SendOptions & {
  /** Changes local query results until the acknowledgement replaces them; must be synchronous. */
  optimistic?: OptimisticUpdate<FunctionArgs<Mutation>> | undefined;
};

/** Sends the command and tells how it ended; never rejects. */
export type SendCommand<Mutation extends CommandMutation> = (
  args: FunctionArgs<Mutation>,
) => Promise<FunctionReturnType<Mutation> | CommandFailed>;

/** How a command of this component stands. */
export type CommandState<Mutation extends CommandMutation> = {
  /** Whether one is on its way. */
  pending: boolean;
  /** The last typed outcome, `null` before the first one and after a failure. */
  outcome: FunctionReturnType<Mutation> | null;
  /** Why the last one has no outcome. */
  error: ClassifiedError | null;
  /** The token of the last executed one that changed something: what `useReadModel` waits for. */
  position: Position | null;
  /** Forgets outcome and error, and gives up what failed; keeps the position. */
  reset: () => void;
};

type Known<Mutation extends CommandMutation> = Omit<CommandState<Mutation>, "pending" | "reset"> & {
  onTheirWay: number;
};

const nothing = { onTheirWay: 0, outcome: null, error: null, position: null };

/**
 * Sends a command of the platform from a component, and shows how it stands. Each intent gets one command id: called again with the same
 * fields before there is an outcome (a double click, a second try after a failure) it continues that intent, so that the command is
 * executed once; other fields, or the same after an outcome, are a new intent. What may pass is repeated as `sendCommand` does.
 *
 * @example
 * const [submit, { pending, outcome }] = useCommand(api.orders.submitOrder);
 */
export function useCommand<Mutation extends CommandMutation>(
  mutation: Mutation,
  options: UseCommandOptions<Mutation> = {},
): [send: SendCommand<Mutation>, state: CommandState<Mutation>] {
  const client = useConvex();
  const latest = useLatest({ mutation, options });
  const [intents] = useState(() => new Intents<Result<Mutation>>());
  const [known, setKnown] = useState<Known<Mutation>>(nothing);
  const send = useCallback<SendCommand<Mutation>>(
    (args) => {
      const { mutation: reference, options: given } = latest.current;
      const intent = intents.of(getFunctionName(reference), args);
      if (intent.running !== null) return intent.running;
      const call = { mutation: reference, args: identified(args, intent.commandId) };
      setKnown((before) => ({ ...before, onTheirWay: before.onTheirWay + 1 }));
      intent.running = resultOf(client, call, given).then((result) => {
        intent.running = null;
        if (!hasFailed(result)) intents.close(intent);
        setKnown((before) => ended(before, result));
        return result;
      });
      return intent.running;
    },
    [client, intents, latest],
  );
  const reset = useCallback(() => {
    intents.forget();
    setKnown((before) => ({ ...before, outcome: null, error: null }));
  }, [intents]);
  const state = useMemo(() => {
    const { onTheirWay, ...rest } = known;
    return { ...rest, pending: onTheirWay > 0, reset };
  }, [known, reset]);
  return [send, state];
}

type Result<Mutation extends CommandMutation> = FunctionReturnType<Mutation> | CommandFailed;

const hasFailed = (result: { status: string }): result is CommandFailed =>
  result.status === "failed";

/** The fields of a call, under the id of its intent. */
function identified<Fields>(args: Fields, commandId: string): Fields {
  const { meta } = trusted<{ meta?: object }>(args);
  return { ...args, meta: { ...meta, commandId } };
}

type Call<Mutation extends CommandMutation> = { mutation: Mutation; args: FunctionArgs<Mutation> };

async function resultOf<Mutation extends CommandMutation>(
  client: ConvexReactClient,
  call: Call<Mutation>,
  { optimistic, ...options }: UseCommandOptions<Mutation>,
): Promise<Result<Mutation>> {
  const update = { optimisticUpdate: trusted<OptimisticUpdate<Record<string, Value>>>(optimistic) };
  const mutation = (reference: CommandMutation, args: Record<string, unknown>) =>
    client.mutation(reference, args, update);
  try {
    return await sendCommand({ mutation }, call, options);
  } catch (error) {
    return { status: "failed", error: classifyError(error) };
  }
}

function ended<Mutation extends CommandMutation>(
  { onTheirWay, position }: Known<Mutation>,
  result: Result<Mutation>,
): Known<Mutation> {
  const rest = { onTheirWay: onTheirWay - 1 };
  if (hasFailed(result)) return { ...rest, position, outcome: null, error: result.error };
  return { ...rest, position: laterOf(position, tokenOf(result)), outcome: result, error: null };
}

/** What the last committed render was given, for callbacks that never change. */
function useLatest<T>(value: T): { readonly current: T } {
  const latest = useRef(value);
  useEffect(() => {
    latest.current = value;
  });
  return latest;
}

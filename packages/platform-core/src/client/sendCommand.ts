import { trusted } from "../contract/boundary.js";
import type { FunctionArgs, FunctionReference, FunctionReturnType } from "convex/server";
import type { CommandMeta } from "../commands/envelope.js";
import { classifyError } from "./classifyError.js";
import { makeCommandId } from "./makeCommandId.js";

/** Whatever can send a mutation: ConvexHttpClient, ConvexClient, ConvexReactClient. */
export type CommandSender = {
  /** Sends it once, and throws what the deployment or the network raises. */
  mutation(reference: AnyMutation, args: Record<string, unknown>): Promise<unknown>;
};

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any public mutation
type AnyMutation = FunctionReference<"mutation", "public", any, any>;

/** How often and how soon `sendCommand` repeats. */
export type SendOptions = {
  /** Attempts after the first one (default 4). */
  retries?: number | undefined;
  /** Milliseconds before the first retry (default 100), doubled each time up to 5 s, with jitter. */
  backoffMs?: number | undefined;
};

/**
 * Sends a command until it has an outcome: under one command id (made here unless `meta` has one), again after errors
 * that may pass. The id makes every repeat safe: the command is executed once, whichever attempt got through.
 * Throws the last error when attempts run out or the error is not worth a retry, a RangeError for options below 0 or NaN.
 *
 * @example
 * const outcome = await sendCommand(client, { mutation: api.orders.submitOrder, args: { orderId } });
 */
export async function sendCommand<Mutation extends AnyMutation>(
  client: CommandSender,
  { mutation, args }: { mutation: Mutation; args: FunctionArgs<Mutation> },
  { retries = 4, backoffMs = 100 }: SendOptions = {},
): Promise<FunctionReturnType<Mutation>> {
  assertCount("retries", retries);
  assertCount("backoffMs", backoffMs);
  const given = trusted<Record<string, unknown> & { meta?: CommandMeta }>(args);
  const meta = { ...given.meta, commandId: given.meta?.commandId ?? makeCommandId() };
  for (let attempt = 0; ; attempt++) {
    try {
      return await client.mutation(mutation, { ...given, meta });
    } catch (error) {
      if (attempt >= retries || !classifyError(error).retryable) throw error;
      await sleep(delay(backoffMs, attempt));
    }
  }
}

function assertCount(option: string, value: number): void {
  if (value >= 0) return;
  throw new RangeError(`sendCommand: ${option} is ${value}; use a number from 0 on.`);
}

const delay = (first: number, attempt: number) =>
  Math.min(first * 2 ** attempt, 5_000) * (0.5 + Math.random() / 2);

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

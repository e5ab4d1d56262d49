import { setTimeout as after } from "node:timers/promises";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { makeFunctionReference, type DefaultFunctionArgs } from "convex/server";

/** What a client is told of a command that was executed. */
export type Receipt = {
  readonly id: string;
  readonly at: number;
  readonly position: bigint;
};

/** A row of the fixture that a command has left. */
export type CommandRow = {
  readonly _id: string;
  readonly _creationTime: number;
  readonly command: string;
  readonly position: bigint;
};

/** Everything that a run of commands has left. */
export type RunOutcome = {
  readonly commands: readonly CommandRow[];
  readonly finished: readonly { readonly command: string }[];
  readonly counted: number;
};

type Command = { run: string; command: string; finishInMs?: number };
const mutation = <Args extends DefaultFunctionArgs, Result>(path: string) =>
  makeFunctionReference<"mutation", Args, Result>(path);

const execute = mutation<Command, Receipt>("commands:execute");
const executeAgain = mutation<Command, Receipt>("commands:executeAgain");
const outcome = makeFunctionReference<"query", { run: string }, RunOutcome>("commands:outcome");

/** An official WebSocket client. */
export const connect = (url: string): ConvexClient =>
  new ConvexClient(url, { logger: false, skipConvexDeploymentUrlCheck: true });

/** Sends a command that is executed as often as it arrives; the client sends it again when its connection broke. */
export const sendOnce = (client: ConvexClient, run: string, command: string): Promise<Receipt> =>
  client.mutation(executeAgain, { run, command });

/** Sends a command that carries its id, again and again until it is acknowledged. */
export async function sendUntilAnswered(url: string, command: Command): Promise<Receipt> {
  const client = httpClient(url);
  for (;;) {
    try {
      return await client.mutation(execute, command);
    } catch (error) {
      if (!isBroken(error)) throw error;
      await after(50);
    }
  }
}

/** Reads what a run has left. */
export const outcomeOf = (url: string, run: string): Promise<RunOutcome> =>
  httpClient(url).query(outcome, { run });

const httpClient = (url: string): ConvexHttpClient => new ConvexHttpClient(url, { logger: false });

const isBroken = (error: unknown): boolean =>
  error instanceof TypeError && error.message.includes("fetch failed");

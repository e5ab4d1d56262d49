import { framesOf, infrastructureDataOf } from "../base/infrastructureError.js";
import type { AnyOutcome } from "../declarations/outcome.js";
import type { Call } from "./Call.js";
import {
  createLogger,
  type LogFields,
  type Logger,
  type LogOptions,
} from "../logging/createLogger.js";

/** What a platform logs of its commands. */
export type CommandLogOptions = LogOptions & {
  /** What lines also tell: the actor's id, the command's fields. Nothing personal is written unless asked for here. */
  include?: readonly ("actor" | "args")[] | undefined;
};

type Costs = { documentsRead: number; documentsWritten: number };
type CommandStart = { at: number; costs: Costs | null };

/** Writes the line of each command; costs nothing at a level that does not write it. */
export class CommandLog {
  readonly #logger: Logger;
  readonly #include: readonly string[];
  readonly #starts = new WeakMap<Call, CommandStart>();

  constructor({ include = [], ...options }: CommandLogOptions = {}) {
    this.#logger = createLogger("commands", options);
    this.#include = include;
  }

  /** Remembers when a command started and what its transaction had cost by then. */
  async started(call: Call): Promise<void> {
    if (!this.#logger.writes("REPORT")) return;
    this.#starts.set(call, { at: clock(), costs: await costsOf(call) });
  }

  /** REPORT for an outcome; INFO for a refusal, ERROR for one by a hook that failed: sum `count` by `code`. */
  async ended(call: Call, outcome: AnyOutcome): Promise<void> {
    if (outcome.status === "refused") {
      const { code } = outcome;
      const fields = { ...this.#fields(call), code, count: 1 };
      if (code === "HOOK_FAILED") this.#logger.error("refused", fields);
      else this.#logger.info("refused", fields);
      return;
    }
    if (!this.#logger.writes("REPORT")) return;
    const code = outcome.status === "rejected" ? { code: outcome.code } : {};
    const seen = {
      outcome: outcome.status,
      ...code,
      repeated: call.isRepeat,
      ...(await this.#spent(call)),
    };
    this.#logger.report("command", { ...this.#fields(call), ...seen });
  }

  /** ERROR for what rolls a command back, by its code and the places in the code where it happened; WARN for what a repeat may get over. */
  failed(call: Call, error: unknown): void {
    const { code = "COMMAND_FAILED", retryable = false } = infrastructureDataOf(error) ?? {};
    const fields = { ...this.#fields(call), outcome: "failed", code, retryable };
    if (retryable) this.#logger.warn("command", fields);
    else this.#logger.error("command", { ...fields, stack: placesOf(error) });
  }

  #fields(call: Call): LogFields {
    const { commandId, correlationId, context, name, args, identity } = call;
    return {
      ...{ commandId, correlationId, command: `${context}.${name}` },
      ...(this.#include.includes("actor") && { actor: identity?.actor.id ?? null }),
      ...(this.#include.includes("args") && { args }),
    };
  }

  async #spent(call: Call): Promise<LogFields> {
    const start = this.#starts.get(call);
    const now = await costsOf(call);
    if (start === undefined) return {};
    const durationMs = Math.round((clock() - start.at) * 10) / 10;
    if (start.costs === null || now === null) return { durationMs };
    const documentsRead = now.documentsRead - start.costs.documentsRead;
    const documentsWritten = now.documentsWritten - start.costs.documentsWritten;
    return { durationMs, documentsRead, documentsWritten };
  }
}

const mostFrames = 12;

/** Where it happened, without the error's message: that may hold what nobody asked to log. */
const placesOf = (error: unknown): string[] =>
  framesOf(error)
    .slice(0, mostFrames)
    .map((frame) => frame.trim());

// Date.now() stands still in a mutation.
const clock = () => performance.now();

async function costsOf({ ctx }: Call): Promise<Costs | null> {
  try {
    const { documentsRead, documentsWritten } = await ctx.meta.getTransactionMetrics();
    return { documentsRead: documentsRead.used, documentsWritten: documentsWritten.used };
  } catch {
    // Not every host counts them.
    return null;
  }
}

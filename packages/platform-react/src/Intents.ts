import { trusted } from "./boundary.js";
import { makeCommandId } from "@convex-es/platform-core/client";
import { compareValues, type Value } from "convex/values";

type Fields = Record<string, unknown>;

/** What somebody wants done once, however often it has to be sent. */
export type Intent<Result> = {
  readonly command: string;
  readonly fields: Fields;
  readonly commandId: string;
  /** While it is on its way. */
  running: Promise<Result> | null;
};

/**
 * The intents of one hook that have no outcome yet. The same command with the same fields goes on with the intent that is on its way,
 * or that failed last; anything else begins a new one.
 */
export class Intents<Result> {
  #open: Intent<Result>[] = [];

  /** The intent that a call belongs to. */
  of(command: string, args: Fields): Intent<Result> {
    const { meta, ...fields } = trusted<Fields & { meta?: { commandId?: string | undefined } }>(
      args,
    );
    const wanted = { command, fields: defined({ ...fields, meta: defined({ ...meta }) }) };
    const known = this.#open.find((intent) => isSame(intent, wanted));
    if (known !== undefined) return known;
    const begun = { ...wanted, commandId: meta?.commandId ?? makeCommandId(), running: null };
    // What failed before somebody wanted something else was given up.
    this.#open = [...this.#open.filter(({ running }) => running !== null), begun];
    return begun;
  }

  /** Ends an intent that has its outcome: the next call like it is a new one. */
  close(intent: Intent<Result>): void {
    this.#open = this.#open.filter((other) => other !== intent);
  }

  /** Gives up what failed. */
  forget(): void {
    this.#open = this.#open.filter(({ running }) => running !== null);
  }
}

type Wanted = Pick<Intent<unknown>, "command" | "fields">;

const isSame = (a: Wanted, b: Wanted) =>
  a.command === b.command &&
  compareValues(trusted<Value>(a.fields), trusted<Value>(b.fields)) === 0;

const defined = (fields: Fields): Fields =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

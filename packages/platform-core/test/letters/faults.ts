import { infrastructureError } from "../../src/base/infrastructureError.js";

type Kind =
  "throw" | "kill" | "misshape" | "write" | "full" | "upcast" | "upcastKill" | "key" | "keyKill";

/** What the code of the fixture does wrong, and at which notes; empty, it does everything right. */
class Faults {
  readonly #notes = new Map<Kind, Set<string>>();
  /** Attempts of a note's handler, those included of which nothing is left. */
  readonly attempts = new Map<string, number>();
  /** Operations of the app's runtime that cannot be called, and how often they were. */
  readonly down = new Set<string>();
  calls = 0;
  /** Whether the code has lost the read model. */
  isUndeclared = false;
  /** Whether the running transaction has gone over time or memory. */
  isKilled = false;

  set(kind: Kind, ...notes: string[]): void {
    this.#notes.set(kind, new Set(notes));
  }

  has(kind: Kind, note: string): boolean {
    return this.#notes.get(kind)?.has(note) ?? false;
  }

  /** What a handler, a key function or an upcaster does when it meets a note. */
  meet(note: string, thrown: Kind, killing: Kind): void {
    if (this.has(killing, note)) this.isKilled = true;
    if (this.has(thrown, note)) throw new Error(`${thrown} at ${note}`);
  }

  /** An operation of the runtime is called. */
  call(operation: string): void {
    if (this.isUndeclared && operation.startsWith("apply")) {
      throw infrastructureError("UNDECLARED_CONSUMER", "The code declares no such read model.");
    }
    if (!this.down.has(operation)) return;
    this.calls++;
    throw new Error(`${operation} is out of order`);
  }

  /** The transaction ends: whether it was one that leaves no trace. */
  end(): boolean {
    const { isKilled } = this;
    this.isKilled = false;
    return isKilled;
  }

  /** The code is mended. */
  mend(): void {
    this.#notes.clear();
    this.attempts.clear();
    this.down.clear();
    this.isUndeclared = false;
    this.calls = 0;
  }
}

export const faults = new Faults();

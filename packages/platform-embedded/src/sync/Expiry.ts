import { setTimeout } from "node:timers";

const longestWaitMs = 2 ** 31 - 1;

/** The moment at which the credentials of a session stop being valid; each new one replaces the one before. */
export class Expiry {
  #timer: NodeJS.Timeout | null = null;

  readonly #onExpired: () => void;

  constructor(onExpired: () => void) {
    this.#onExpired = onExpired;
  }

  /** @param at in milliseconds; null for never */
  set(at: number | null): void {
    this.clear();
    if (at === null) return;
    const left = at - Date.now();
    const proceed = () => (left > longestWaitMs ? this.set(at) : this.#onExpired());
    this.#timer = setTimeout(proceed, Math.min(Math.max(0, left), longestWaitMs));
    this.#timer.unref();
  }

  /** Forgets the moment. */
  clear(): void {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
  }
}

import { setTimeout } from "node:timers";

const LONGEST_WAIT_MS = 2 ** 31 - 1;

/** The moment at which the credentials of a session stop being valid; each new one replaces the one before. */
export class Expiry {
  private timer: NodeJS.Timeout | null = null;

  constructor(private readonly onExpired: () => void) {}

  /** @param at in milliseconds; null for never */
  set(at: number | null): void {
    this.clear();
    if (at === null) return;
    const left = at - Date.now();
    const proceed = () => (left > LONGEST_WAIT_MS ? this.set(at) : this.onExpired());
    this.timer = setTimeout(proceed, Math.min(Math.max(0, left), LONGEST_WAIT_MS));
    this.timer.unref();
  }

  /** Waits for none any more. */
  clear(): void {
    if (this.timer) clearTimeout(this.timer);
    this.timer = null;
  }
}

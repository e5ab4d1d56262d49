import { trusted } from "../boundary.js";
import { setTimeout } from "node:timers";

/** Reports work that does not end, again and again while it lasts. */
export class Watchdog {
  readonly #report: (what: string, seconds: number) => void;
  readonly #patienceMs: number;

  constructor(report: (what: string, seconds: number) => void, patienceMs = 5_000) {
    this.#report = report;
    this.#patienceMs = patienceMs;
  }

  /** Waits for work; what it is called is said when that takes too long. */
  async watch<T>(what: string, work: Promise<T>): Promise<T> {
    const state = { waits: 0, timer: trusted<NodeJS.Timeout | null>(null) };
    const again = () => {
      state.timer = setTimeout(() => {
        state.waits += 1;
        this.#report(what, (state.waits * this.#patienceMs) / 1_000);
        again();
      }, this.#patienceMs);
      state.timer.unref();
    };
    again();
    try {
      return await work;
    } finally {
      if (state.timer) clearTimeout(state.timer);
    }
  }
}

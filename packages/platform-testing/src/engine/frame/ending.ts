import { toFootprint } from "./footprint.js";
import type { Frame } from "./frame.js";

/** Tells the host of an engine what became of an outermost function. */
export class Ending {
  readonly #start = performance.now();
  #error: unknown = null;

  readonly #frame: Frame;

  constructor(frame: Frame) {
    this.#frame = frame;
    const { engine, info, job } = frame;
    if (job && info.kind === "action") engine.hooks.onJobStart?.(job);
  }

  /** The function threw. */
  fail(error: unknown): void {
    this.#error = error;
  }

  /** Called last, whether it failed or not; a mutation that succeeded has told of its job with its commit. */
  tell(): void {
    const { engine, info, job, session, recording } = this.#frame;
    if (session?.dry) return;
    if (job && (this.#error !== null || info.kind !== "mutation"))
      engine.hooks.onJobEnd?.(job, this.#error);
    engine.hooks.onFunction?.({
      info,
      ms: performance.now() - this.#start,
      footprint: toFootprint(recording),
      error: this.#error,
      scheduled: job !== null,
    });
  }
}

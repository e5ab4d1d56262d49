import { vi } from "vitest";
import type { initConvexTest } from "./initConvexTest";

/** Lets every consumer run until all are asleep; fake timers must be on. */
export const drain = (t: ReturnType<typeof initConvexTest>) =>
  t.finishAllScheduledFunctions(() => vi.advanceTimersByTime(100));

import { afterTimeout } from "@convex-es/platform-core/client";
import { useEffect, useState } from "react";

/** Whether `wait` has been waited for that many milliseconds; `null` waits for nothing. */
export function useTimedOut(wait: string | null, timeoutMs: number): boolean {
  const [over, setOver] = useState<string | null>(null);
  useEffect(
    () => (wait === null ? undefined : afterTimeout(timeoutMs, () => setOver(wait))),
    [wait, timeoutMs],
  );
  return wait !== null && wait === over;
}

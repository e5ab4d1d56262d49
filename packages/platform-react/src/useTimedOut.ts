import { useEffect, useState } from "react";

/** Whether `wait` has been waited for that many milliseconds; `null` waits for nothing. */
export function useTimedOut(wait: string | null, timeoutMs: number): boolean {
  const [over, setOver] = useState<string | null>(null);
  useEffect(() => {
    if (wait === null) return;
    const timer = setTimeout(() => setOver(wait), timeoutMs);
    return () => clearTimeout(timer);
  }, [wait, timeoutMs]);
  return wait !== null && wait === over;
}

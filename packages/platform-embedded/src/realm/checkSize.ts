import { getConvexSize, type Value } from "convex/values";

const mostBytes = 16 * 1024 * 1024;

/** Refuses arguments, or a return value, that are larger than Convex takes. Throws what Convex means to say. */
export function checkSize(what: "Arguments" | "Return value", name: string, value: Value): void {
  const bytes = getConvexSize(value);
  if (bytes <= mostBytes) return;
  throw new Error(
    `${what} of ${name} too large: ${bytes} bytes (maximum size 16 MiB). This is a Convex limit.`,
  );
}

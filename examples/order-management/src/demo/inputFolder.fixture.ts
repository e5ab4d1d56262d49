import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A folder of input for one test, gone after it. */
export function inputFolder(
  orders: readonly string[],
  lines: readonly string[],
  others: Readonly<Record<string, readonly string[]>> = {},
): string {
  const dir = mkdtempSync(path.join(tmpdir(), "orders-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  const files = { "orders.csv": orders, "order-details.csv": lines, ...others };
  for (const [name, rows] of Object.entries(files)) {
    writeFileSync(path.join(dir, name), ["header", ...rows].join("\n"));
  }
  return dir;
}

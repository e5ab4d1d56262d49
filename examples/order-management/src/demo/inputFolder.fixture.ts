import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { onTestFinished } from "vitest";

/** A folder of input for one test, gone after it. */
export function inputFolder(orders: readonly string[], lines: readonly string[]): string {
  const dir = mkdtempSync(path.join(tmpdir(), "orders-"));
  onTestFinished(() => rmSync(dir, { recursive: true }));
  writeFileSync(path.join(dir, "orders.csv"), ["header", ...orders].join("\n"));
  writeFileSync(path.join(dir, "order-details.csv"), ["header", ...lines].join("\n"));
  return dir;
}

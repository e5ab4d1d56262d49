import path from "node:path";
import type { InputFolder } from "../import/readFolder.ts";
import { formatCounted } from "../summary/format.ts";
import type { Terminal } from "../terminal/Terminal.ts";

/** Prints what the demo is and what it is about to feed. */
export function printTitle({ print, colors }: Terminal, input: string, folder: InputFolder): void {
  const rows = [
    formatCounted(folder.orders.length, "order"),
    formatCounted(folder.lines.length, "line"),
    formatCounted(folder.products.length, "product"),
  ];
  const where = colors.dim("· event sourcing on Convex, on a deployment in this process");
  print(`${colors.bold("Order management")} ${where}`);
  print(`  ${shortPath(input)}: ${rows.join(", ")}`);
}

/** Prints where the deployment is, and where its data stays. */
export function printDeployment({ print }: Terminal, url: string, dataDirectory: string): void {
  print(`  ${url}, pushed by the official CLI; its data stays in ${shortPath(dataDirectory)}`);
}

function shortPath(dir: string): string {
  const relative = path.relative(process.cwd(), dir) || ".";
  return relative.length < dir.length ? relative : dir;
}

// How much of an app's bundle is ours? Prints the table of docs/bundle-sizes.md as it is now,
// --write updates the page.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleSizes } from "./packaging/bundleSizes.mjs";
import { readSizes, writeSizes } from "./packaging/sizeTable.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });

const sizes = await bundleSizes(root);
if (values.write) await writeSizes(root, sizes);
const kept = readSizes(root);
for (const { name, ours } of sizes) {
  const change = ours - (kept.get(name)?.ours ?? 0);
  const sign = change > 0 ? "+" : "";
  process.stdout.write(`${name.padEnd(45)}${`${ours}`.padStart(8)}  (${sign}${change})\n`);
}

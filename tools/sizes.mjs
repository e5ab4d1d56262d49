// How much of an app's bundle is ours? Prints the table of docs/bundle-sizes.md as it is now,
// --write updates the page.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleSizes } from "./packaging/bundleSizes.mjs";
import { textTable } from "./run/textTable.mjs";
import { readSizes, writeSizes } from "./packaging/sizeTable.mjs";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "..");
const { values } = parseArgs({ options: { write: { type: "boolean", default: false } } });

const sizes = await bundleSizes(root);
if (values.write) await writeSizes(root, sizes);
const kept = readSizes(root);
const rows = sizes.map(({ name, ours }) => {
  const change = ours - (kept.get(name)?.ours ?? 0);
  return [name, String(ours), `${change > 0 ? "+" : ""}${change}`];
});
const table = textTable([["imported", "bytes", "change"], ...rows], { right: [1, 2] });
process.stdout.write(`${table.join("\n")}\n`);

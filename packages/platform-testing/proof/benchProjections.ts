import { parseArgs } from "node:util";
import { loadComponents } from "./app/components.ts";
import { measureCatchUp } from "./bench/measureCatchUp.ts";

const { values } = parseArgs({ options: { json: { type: "boolean", default: false } } });
const components = await loadComponents();
const sizes = [
  { events: 1_000, partitions: 1 },
  { events: 10_000, partitions: 1 },
  { events: 10_000, partitions: 4 },
  { events: 50_000, partitions: 1 },
];
await measureCatchUp(components, { events: 2_000, partitions: 1 });
const runs = [];
for (const size of sizes) {
  runs.push(await measureCatchUp(components, size));
  console.error(runs.at(-1));
}
if (values.json) process.stdout.write(`${JSON.stringify({ runs })}\n`);
process.exit(0);

// Two copies of convex (versions or peer sets) break instanceof and types across packages: there
// must be one.
import { readdirSync } from "node:fs";

const copies = readdirSync("node_modules/.pnpm").filter((name) => name.startsWith("convex@"));
process.stdout.write(`${copies.length} copies of convex: ${copies.join(", ")}\n`);
process.exitCode = copies.length === 1 ? 0 : 1;

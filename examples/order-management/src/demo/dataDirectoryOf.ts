import { createHash } from "node:crypto";
import { realpathSync } from "node:fs";
import path from "node:path";
import { exampleDirectory } from "../deployed/DeployedExample.ts";

/**
 * Where the demo keeps what it has done with one input folder for that many tenants. Inputs have databases of their own: two of
 * them may well call different orders by one id.
 */
export function dataDirectoryOf({ input, tenants }: { input: string; tenants: number }): string {
  const folder = realpathSync(input);
  const hash = createHash("sha256").update(folder).digest("hex").slice(0, 8);
  const name = path
    .basename(folder)
    .replace(/[^A-Za-z0-9-]+/g, "-")
    .slice(0, 40);
  const suffix = tenants === 1 ? "" : `-for-${tenants}`;
  return path.join(exampleDirectory, ".platform-embedded/demo", `${name}-${hash}${suffix}`);
}

import { readdir } from "node:fs/promises";
import path from "node:path";

const module = /^[^.\s]+\.(ts|tsx|js|jsx|mjs|mts)$/;
const config = /^convex\.config\.[jt]s$/;

/**
 * The files of a functions folder that the CLI pushes, as paths below it: no tests or other names with two dots, nothing
 * generated, and no folder that is a component of its own. The schema is among them.
 */
export async function moduleFiles(root: string, dir = root): Promise<string[]> {
  const entries = await readdir(dir, { withFileTypes: true });
  const isComponent = dir !== root && entries.some(({ name }) => config.test(name));
  if (isComponent) return [];
  const nested = entries.map(async (entry) => {
    const file = path.join(dir, entry.name);
    if (!entry.isDirectory()) return module.test(entry.name) ? [path.relative(root, file)] : [];
    return entry.name === "_generated" || entry.name === "node_modules"
      ? []
      : moduleFiles(root, file);
  });
  return (await Promise.all(nested)).flat().sort();
}

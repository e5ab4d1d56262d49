// Before packing, in a package's folder: takes away what tsc built from sources that are gone. The
// Convex CLI makes a module of every file in dist/component, so a leftover would be deployed.
import { existsSync, globSync, rmSync } from "node:fs";
import path from "node:path";

const built = /(\.d)?\.(js|ts)(\.map)?$/;

// A package whose library is bundled names the folders that are not.
const folders = process.argv.length > 2 ? process.argv.slice(2) : ["."];

for (const file of globSync(folders.map((one) => path.join("dist", one, "**/*.{js,ts,map}")))) {
  const source = path.join("src", path.relative("dist", file)).replace(built, "");
  if (![".ts", ".tsx"].some((extension) => existsSync(source + extension))) rmSync(file);
}

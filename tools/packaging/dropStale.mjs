// Before packing, in a package's folder: takes away what tsc built from sources that are gone. The
// Convex CLI makes a module of every file in dist/component, so a leftover would be deployed.
import { existsSync, globSync, rmSync } from "node:fs";
import path from "node:path";

const built = /(\.d)?\.(js|ts)(\.map)?$/;

for (const file of globSync("dist/**/*.{js,ts,map}")) {
  const source = path.join("src", path.relative("dist", file)).replace(built, "");
  if (![".ts", ".tsx"].some((extension) => existsSync(source + extension))) rmSync(file);
}

import { cpSync, readFileSync, realpathSync, symlinkSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { runCli } from "../test/runCli.ts";
import { scratchDirectory } from "../test/scratchDirectory.ts";

const componentNames = ["workpool", "batch-worker", "rate-limiter", "aggregate", "action-retrier"];
const shippedFolder = path.resolve(import.meta.dirname, "../node_modules/@convex-dev");

/** Copies a published component's sources without `_generated`, beside the dependencies it was installed with. */
function copySources(component: string, target: string): void {
  const source = realpathSync(path.join(shippedFolder, component));
  const isSource = (file: string) => !file.includes("_generated") && !file.endsWith(".test.ts");
  cpSync(path.join(source, "src"), path.join(target, "src"), { recursive: true, filter: isSource });
  symlinkSync(path.resolve(source, "../.."), path.join(target, "node_modules"));
}

const generatedIn = (directory: string) =>
  Object.fromEntries(
    ["component.ts", "api.ts"].map((file) => [
      file,
      readFileSync(path.join(directory, "src/component/_generated", file), "utf8"),
    ]),
  );

test("official components come out exactly as they were published", async () => {
  using scratch = scratchDirectory();
  for (const name of componentNames) {
    scratch.write({ [`components/${name}/package.json`]: { type: "module" } });
    copySources(name, path.join(scratch.path, "components", name));
  }
  const imports = componentNames.map(
    (name, at) => `import c${at} from "../components/${name}/src/component/convex.config.js";`,
  );
  scratch.write({
    "package.json": { name: "golden", type: "module", dependencies: { convex: "*" } },
    "convex.json": {},
    "convex/convex.config.ts": `
      import { defineApp } from "convex/server";
      ${imports.join("\n")}
      const app = defineApp();
      ${componentNames.map((_, at) => `app.use(c${at});`).join("\n")}
      export default app;
    `,
  });

  const { ok, output } = await runCli(scratch.path, ["codegen"]);

  expect(output).toContain("golden");
  expect(ok).toBe(true);
  for (const name of componentNames) {
    const generated = generatedIn(path.join(scratch.path, "components", name));
    expect(generated).toEqual(generatedIn(path.join(shippedFolder, name)));
  }
});

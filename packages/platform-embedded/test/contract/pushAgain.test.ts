import { appendFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { PushedApp } from "@convex-es/convex-push";
import { expect, test as base } from "vitest";
import { hostDeployment } from "../../src/host/hostDeployment.js";
import { keepLastPush, lastPushOf } from "../../src/host/lastPush.js";
import { pushApp } from "../../src/host/pushApp.js";
import { httpCalls } from "../deploymentTest.js";
import { fixtureCopy } from "../fixtureCopy.js";
import { scratchDirectory } from "../scratchDirectory.js";

/** An app's folder, and what was pushed from it. */
const test = base.extend<{ app: { folder: string; pushed: PushedApp } }>({
  app: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      using copy = fixtureCopy();
      mkdirSync(path.join(copy.folder, "node_modules/own-package"), { recursive: true });
      const inPackage = (name: string, text: string) =>
        writeFileSync(path.join(copy.folder, "node_modules/own-package", name), text);
      inPackage("package.json", '{ "name": "own-package", "main": "index.js", "type": "module" }');
      inPackage("index.js", 'export { value } from "./value.js";\n');
      inPackage("value.js", "export const value = 1;\n");
      const ownFile = path.join(copy.folder, "convex/counted.ts");
      appendFileSync(ownFile, '\nexport { value } from "own-package";\n');
      await using deployment = await hostDeployment({ inMemory: true });
      expect(await pushApp(deployment, copy.folder)).toBe("pushed");
      await use({ folder: copy.folder, pushed: deployment.deployment.running!.pushed });
    },
    { scope: "file" },
  ],
});

test("an app that has not changed starts on another deployment without the CLI, and again with its data", async ({
  app,
}) => {
  using data = scratchDirectory();
  const start = () => hostDeployment({ dataDirectory: data.path });
  {
    await using first = await start();
    expect(await pushApp(first, app.folder)).toBe("unchanged");
    expect(await httpCalls(first.url).query("counted:unit")).toBe("pieces");
  }
  await using again = await start();
  expect(await httpCalls(again.url).query("counted:unit")).toBe("pieces");
  const { running } = again.deployment;
  expect(await pushApp(again, app.folder)).toBe("unchanged");
  expect(again.deployment.running, "the app that runs already is not started again").toBe(running);
});

test("the CLI runs when asked for always, and for a deployment in another process", async ({
  app: { folder },
}) => {
  await using running = await hostDeployment({ inMemory: true });
  expect(await pushApp(running, folder, { always: true })).toBe("pushed");
  const { url, adminKey } = running;
  expect(await pushApp({ url, adminKey }, folder)).toBe("pushed");
});

test.for([
  ["a function's file", "convex/messages.ts"],
  ["a component's file", "convex/counter/count.ts"],
  ["a file of a package", "node_modules/own-package/value.js"],
  ["a file that only exports from others", "node_modules/own-package/index.js"],
  ["the package.json of a package", "node_modules/own-package/package.json"],
  ["convex.json", "convex.json"],
])("a change of %s needs a new push", ([, name], { app: { folder } }) => {
  const file = path.join(folder, name!);
  const before = readFileSync(file, "utf8");
  writeFileSync(file, `${before}\n`);
  expect(lastPushOf(folder)).toBeNull();
  writeFileSync(file, before);
  expect(lastPushOf(folder)).not.toBeNull();
});

test.for([
  ["a new function's file", "convex/later.ts"],
  ["a new file of a component", "convex/counter/later.ts"],
  ["a tsconfig.json", "tsconfig.json"],
])("%s needs a new push", ([, name], { app: { folder } }) => {
  const file = path.join(folder, name!);
  writeFileSync(file, "{}");
  expect(lastPushOf(folder)).toBeNull();
  rmSync(file);
  expect(lastPushOf(folder)).not.toBeNull();
});

test("a deployment's admin key is not kept", async ({ app: { folder } }) => {
  const kept = path.join(folder, "node_modules/.cache/platform-embedded/last-push.json");
  expect(readFileSync(kept, "utf8")).not.toContain("adminKey");
});

test("an app whose auth.config reads variables is pushed each time", async ({
  app: { folder, pushed },
}) => {
  const config = (source: string): PushedApp => {
    const { appDefinition } = pushed.request;
    const module = { path: "auth.config.js", source, environment: "isolate" as const };
    const changedModules = [...appDefinition.changedModules, module];
    return {
      ...pushed,
      request: { ...pushed.request, appDefinition: { ...appDefinition, changedModules } },
    };
  };
  await keepLastPush(folder, config("export default { providers: [process.env.DOMAIN] }"));
  expect(lastPushOf(folder)).toBeNull();
  await keepLastPush(folder, config("export default { providers: [] }"));
  expect(lastPushOf(folder)).not.toBeNull();
});

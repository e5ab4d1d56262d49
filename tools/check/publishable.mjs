// Would the published packages work for those who install them? Asks publint and wants a README
// and a licence in each.
import { existsSync } from "node:fs";
import path from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { publishedPackages } from "./publishedPackages.mjs";

const required = ["README.md", "LICENSE"];

for (const { folder, manifest } of publishedPackages(process.cwd())) {
  const { messages, pkg } = await publint({ pkgDir: folder, strict: true, pack: "pnpm" });
  const missing = required.filter((file) => !existsSync(path.join(folder, file)));
  const faults = [
    ...messages.map((message) => formatMessage(message, pkg) ?? message.code),
    ...missing.map((file) => `${file} is missing`),
  ];
  for (const fault of faults) process.stdout.write(`${manifest.name}: ${fault}\n`);
  if (faults.length > 0) process.exitCode = 1;
}

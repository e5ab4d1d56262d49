// Do those who install the packages get the types of what they import? Asks attw about every
// tarball, with its profile esm-only, which leaves out what our packages do not promise:
// - node10: it knows no `exports`, hence no subpaths; Convex asks for moduleResolution "Bundler".
// - node16 from CommonJS: Convex bundles ESM, like every official component.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { packPackages } from "../packaging/packPackages.mjs";
import { runGroup } from "../run/processGroups.mjs";

const destination = mkdtempSync(path.join(tmpdir(), "attw-"));
try {
  const tarballs = await packPackages(process.cwd(), destination);
  const args = ["--profile", "esm-only", "--format", "ascii", "--no-emoji"];
  const runs = tarballs.map(({ file }) =>
    runGroup({ command: "attw", args: [file, ...args], cwd: destination }),
  );
  const failed = (await Promise.all(runs)).filter(({ code }) => code !== 0);
  for (const { output } of failed) process.stdout.write(`${output}\n`);
  process.exitCode = failed.length > 0 ? 1 : 0;
} finally {
  rmSync(destination, { recursive: true, force: true });
}

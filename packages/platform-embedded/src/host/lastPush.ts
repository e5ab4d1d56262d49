import { createHash } from "node:crypto";
import fs from "node:fs";
import { builtinModules } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { definitionsOf, type PushedApp } from "@convex-es/convex-push";
import { build } from "esbuild";
import { trusted } from "../boundary.js";

/** A push and everything it was made from, kept with the packages of the app's folder. */
type LastPush = { made: string; inputs: Inputs; pushed: PushedApp };

/** Fingerprints by path: of files by their content, of folders by the names of the code files in them. */
type Inputs = { files: Record<string, string>; folders: Record<string, string> };

/** What was pushed from an app's folder the last time; null when anything it was made from has changed since. */
export function lastPushOf(directory: string): PushedApp | null {
  const file = cacheFile(directory);
  if (!fs.existsSync(file)) return null;
  const last = trusted<LastPush>(JSON.parse(fs.readFileSync(file, "utf8")));
  if (last.made !== ownFingerprint()) return null;
  const isSame = (known: Record<string, string>, now: (at: string) => string) =>
    Object.entries(known).every(([at, was]) => now(path.resolve(directory, at)) === was);
  const { files, folders } = last.inputs;
  return isSame(folders, folderFingerprint) && isSame(files, fileFingerprint) ? last.pushed : null;
}

/** Keeps what was pushed from an app's folder, for `lastPushOf`. Does nothing where that would not be safe. */
export async function keepLastPush(directory: string, pushed: PushedApp): Promise<void> {
  const file = cacheFile(directory);
  fs.rmSync(file, { force: true });
  if (!fs.existsSync(path.join(directory, "node_modules")) || readsVariables(pushed)) return;
  const inputs = await inputsOf(directory, pushed);
  if (inputs === null) return;
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const own = `${file}.${process.pid}`;
  fs.writeFileSync(
    own,
    JSON.stringify({ made: ownFingerprint(), inputs, pushed } satisfies LastPush),
  );
  fs.renameSync(own, file);
}

const cacheFile = (directory: string) =>
  path.join(directory, "node_modules/.cache/platform-embedded/last-push.json");

// A push evaluates the providers of tokens with the variables of the deployment it goes to.
const readsVariables = ({ request }: PushedApp): boolean =>
  request.appDefinition.changedModules.some(
    ({ path: name, source }) => name.startsWith("auth.config.") && source.includes("process.env"),
  );

/** Null when the app cannot be bundled here, so that nothing is known about what it is made from. */
async function inputsOf(directory: string, { request }: PushedApp): Promise<Inputs | null> {
  const functions = path.resolve(
    directory,
    trusted<{ functions?: string }>(request).functions ?? "convex",
  );
  const definitions = definitionsOf(request);
  const folders = definitions.map(({ definitionPath }) => path.resolve(functions, definitionPath));
  const entryPoints = folders.flatMap(codeFilesIn);
  const isNode = definitions.some((one) =>
    one.functions.some(({ environment }) => environment === "node"),
  );
  const platforms = isNode ? (["browser", "node"] as const) : (["browser"] as const);
  const read = await Promise.all(
    platforms.map((platform) => filesOf({ directory, entryPoints, platform })),
  ).catch(() => null);
  if (read === null) return null;
  const files = new Set(read.flat());
  for (const file of [...files]) files.add(packageFile(path.dirname(file)));
  for (const name of ["convex.json", "tsconfig.json"]) files.add(path.join(directory, name));
  const relative = (at: string) => path.relative(directory, at);
  return {
    files: Object.fromEntries([...files].map((at) => [relative(at), fileFingerprint(at)])),
    folders: Object.fromEntries(folders.map((at) => [relative(at), folderFingerprint(at)])),
  };
}

type Bundling = { directory: string; entryPoints: string[]; platform: "browser" | "node" };

/** Every file that the official CLI's bundler opens for these entry points, also what it leaves out in the end. */
async function filesOf({ directory, entryPoints, platform }: Bundling): Promise<string[]> {
  const { metafile } = await build({
    absWorkingDir: directory,
    entryPoints,
    platform,
    outdir: "out",
    bundle: true,
    write: false,
    metafile: true,
    format: "esm",
    conditions: ["convex", "module"],
    external: [...builtinModules, "node:*"],
    logLevel: "silent",
  });
  return Object.keys(metafile.inputs).map((input) => path.resolve(directory, input));
}

const codeFile = /\.[cm]?[jt]sx?$/;

const codeFilesIn = (folder: string): string[] =>
  fs
    .readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => codeFile.test(name) && !name.endsWith(".d.ts"))
    .map((name) => path.join(folder, name));

function packageFile(folder: string): string {
  const file = path.join(folder, "package.json");
  const above = path.dirname(folder);
  return above === folder || fs.existsSync(file) ? file : packageFile(above);
}

const fingerprint = (data: string | Buffer) => createHash("sha256").update(data).digest("base64");

const fileFingerprint = (file: string) =>
  fs.existsSync(file) ? fingerprint(fs.readFileSync(file)) : "missing";

const folderFingerprint = (folder: string) =>
  fs.existsSync(folder) ? fingerprint(codeFilesIn(folder).sort().join("\n")) : "missing";

/** Of this package: another version may read a push in another way. */
function ownFingerprint(): string {
  const folder = path.dirname(fileURLToPath(import.meta.url));
  const files = codeFilesIn(folder).sort();
  return fingerprint(files.map((file) => `${file} ${fs.statSync(file).size}`).join("\n"));
}

import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import type { PushedApp } from "@convex-es/convex-push";
import type { HostedDeployment } from "../src/host/hostDeployment.js";
import { fixtureFolder, pushFixture } from "./pushFixture.js";

// The workers of one test run have one parent: what the first has pushed, the others start.
const folder = path.join(fixtureFolder, "../../node_modules/.cache/platform-embedded/pushed");
const name = `${process.ppid}.json`;
const file = path.join(folder, name);

/** Lets a deployment run the fixture, pushed by the official CLI once per test run. */
export async function runFixture({ deployment, ...target }: HostedDeployment): Promise<void> {
  if (existsSync(file)) {
    return deployment.activate(JSON.parse(readFileSync(file, "utf8")) as PushedApp);
  }
  await pushFixture(target);
  mkdirSync(folder, { recursive: true });
  for (const old of readdirSync(folder)) {
    if (!old.startsWith(name)) rmSync(path.join(folder, old), { force: true });
  }
  const own = `${file}.${process.pid}`;
  writeFileSync(own, JSON.stringify(deployment.running?.pushed));
  renameSync(own, file);
}

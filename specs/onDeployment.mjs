// Lets the features happen on the embedded deployment: pushed by the official CLI, called by an official client.
import path from "node:path";
import { pushApp, startDeployment } from "@convex-es/platform-embedded";
import { runFeaturesOn } from "@convex-es/platform-testing/cucumber";
import { AfterAll, setDefaultTimeout } from "@cucumber/cucumber";
import { ConvexHttpClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";

/** @import { RunningDeployment } from "@convex-es/platform-embedded" */
/** @import { Operation } from "@convex-es/platform-testing/engine" */

/** The deployment that each app was pushed to, by its folder. @type {Map<string, Promise<RunningDeployment>>} */
const pushed = new Map();

// The first step of the run waits for the push.
setDefaultTimeout(60_000);

runFeaturesOn(async (convexDir) => {
  const running = await startAgain(path.dirname(path.resolve(convexDir)));
  const written = { last: 0 };
  running.deployment.on("function", ({ info, footprint }) => {
    if (info.kind === "mutation" && info.component === "") {
      written.last = footprint.counts.docsWritten;
    }
  });
  return {
    backend: engineOf(running).t,
    call: async (operation) => {
      written.last = 0;
      const value = await send(running, operation);
      return { value, docsWritten: written.last };
    },
    end: () => running.close(),
  };
});

AfterAll(async () => {
  for (const running of await Promise.all(pushed.values())) await running.close();
});

/** An empty deployment with the app of a folder; the CLI pushes it once. @param {string} directory */
async function startAgain(directory) {
  const first = pushed.get(directory) ?? push(directory);
  pushed.set(directory, first);
  const { deployment } = await first;
  const running = await startDeployment({ directory, inMemory: true });
  if (deployment.running !== null) await running.deployment.activate(deployment.running.pushed);
  return running;
}

/** @param {string} directory */
async function push(directory) {
  const running = await startDeployment({ directory, inMemory: true });
  await pushApp(running, directory);
  return running;
}

/** @param {RunningDeployment} running */
function engineOf({ deployment }) {
  if (deployment.running === null) throw new Error("The push has left no app.");
  return deployment.running.engine;
}

/** @param {RunningDeployment} running @param {Operation} operation */
async function send(running, { fn, args = {}, identity }) {
  const client = new ConvexHttpClient(running.url, { logger: false });
  const { subject, issuer: _issuer, tokenIdentifier: _id, ...claims } = identity ?? {};
  if (subject !== undefined) client.setAuth(running.token(subject, claims));
  const mutation = typeof fn === "string" ? makeFunctionReference(fn) : fn;
  return await client.mutation(mutation, args);
}

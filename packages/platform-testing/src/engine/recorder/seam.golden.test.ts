import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import { convexTest } from "convex-test";
import { defineSchema, queryGeneric } from "convex/server";
import { expect, test } from "vitest";
import { currentSeam } from "../frame/convexGlobal.js";

// When one of these fails after an upgrade, decide what the recorder, the mirror and the hosts have to do about what is new.

const require = createRequire(import.meta.url);
const syscall = /["'`]((?:1\.0|storage)\/[A-Za-z_/]+)["'`]/g;

/** The names of syscalls in the code of a package. */
function syscallsIn(...files: string[]): string[] {
  const names = files.flatMap((file) =>
    [...readFileSync(file, "utf8").matchAll(syscall)].map(([, name = ""]) => name),
  );
  return [...new Set(names)].sort();
}

test("the package convex makes the syscalls that are known", () => {
  const folder = path.join(path.dirname(require.resolve("convex/server")), "impl");
  const server = path.dirname(require.resolve("convex/server"));
  const filesIn = (directory: string) =>
    readdirSync(directory)
      .filter((name) => name.endsWith(".js"))
      .map((name) => path.join(directory, name));
  expect(syscallsIn(...filesIn(folder), ...filesIn(server))).toMatchInlineSnapshot(`
    [
      "1.0/actions/action",
      "1.0/actions/cancel_job",
      "1.0/actions/mutation",
      "1.0/actions/query",
      "1.0/actions/schedule",
      "1.0/actions/vectorSearch",
      "1.0/auditLog",
      "1.0/cancel_job",
      "1.0/count",
      "1.0/createServiceToken",
      "1.0/db/normalizeId",
      "1.0/get",
      "1.0/getDeploymentMetadata",
      "1.0/getFunctionMetadata",
      "1.0/getRequestMetadata",
      "1.0/getServiceUrl",
      "1.0/getSnapshotTs",
      "1.0/getTransactionMetrics",
      "1.0/getUserIdentity",
      "1.0/insert",
      "1.0/queryCleanup",
      "1.0/queryPage",
      "1.0/queryStream",
      "1.0/queryStreamNext",
      "1.0/remove",
      "1.0/replace",
      "1.0/runUdf",
      "1.0/schedule",
      "1.0/shallowMerge",
      "1.0/signJwt",
      "1.0/storageDelete",
      "1.0/storageGenerateUploadUrl",
      "1.0/storageGet",
      "1.0/storageGetMetadata",
      "1.0/storageGetUrl",
      "1.0/storageStore",
      "storage/getBlob",
      "storage/storeBlob",
    ]
  `);
});

test("convex-test answers the syscalls that are known", () => {
  expect(syscallsIn(require.resolve("convex-test"))).toMatchInlineSnapshot(`
    [
      "1.0/actions/action",
      "1.0/actions/cancel_job",
      "1.0/actions/mutation",
      "1.0/actions/query",
      "1.0/actions/schedule",
      "1.0/actions/vectorSearch",
      "1.0/auditLog",
      "1.0/cancel_job",
      "1.0/count",
      "1.0/createFunctionHandle",
      "1.0/db/normalizeId",
      "1.0/get",
      "1.0/getDeploymentJwks",
      "1.0/getDeploymentMetadata",
      "1.0/getFunctionMetadata",
      "1.0/getRequestMetadata",
      "1.0/getSnapshotTs",
      "1.0/getTransactionMetrics",
      "1.0/insert",
      "1.0/queryCleanup",
      "1.0/queryPage",
      "1.0/queryStream",
      "1.0/queryStreamNext",
      "1.0/remove",
      "1.0/replace",
      "1.0/runUdf",
      "1.0/schedule",
      "1.0/shallowMerge",
      "1.0/signJwt",
      "1.0/storageDelete",
      "1.0/storageGenerateUploadUrl",
      "1.0/storageGet",
      "1.0/storageGetUrl",
      "1.0/storageStore",
      "storage/getBlob",
      "storage/storeBlob",
    ]
  `);
});

test("convex-test's handle and seam have the members that are used", () => {
  const t = convexTest({
    schema: defineSchema({}),
    modules: { "./_generated/a.js": async () => ({}) },
  });
  expect(Object.keys(t).sort()).toMatchInlineSnapshot(`
    [
      "action",
      "actionFromPath",
      "fetch",
      "finishAllScheduledFunctions",
      "finishInProgressScheduledFunctions",
      "fun",
      "jwks",
      "mutation",
      "mutationFromPath",
      "query",
      "queryFromPath",
      "registerComponent",
      "run",
      "runAction",
      "runInComponent",
      "runMutation",
      "runQuery",
      "snapshotQueryFromPath",
      "withIdentity",
      "withRequestMetadata",
    ]
  `);
  expect(Object.keys(currentSeam()).sort()).toEqual(["asyncSyscall", "jsSyscall", "syscall"]);
});

test("a registered function carries its handler and what it takes and returns", () => {
  const registered = queryGeneric({ args: {}, handler: async () => null }) as object;
  expect(Object.keys(registered).sort()).toMatchInlineSnapshot(`
    [
      "_handler",
      "exportArgs",
      "exportReturns",
      "invokeQuery",
      "isPublic",
      "isQuery",
    ]
  `);
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { stopGroups } from "../run/processGroups.mjs";
import { packPackages } from "./packPackages.mjs";
import { proveOutside } from "./proveOutside.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const clauses = {
  install: "PK-1 packed tarballs install with pnpm into an app outside the workspace",
  codegen: "PK-1 the app outside generates with the official CLI",
  types: "PK-1 the app outside typechecks, strictly, with the declarations of every subpath",
  tests: "PK-1 the app's tests pass outside, pure and on the components of the tarballs",
  push: "PK-1 the official CLI bundles and pushes the app outside",
  run: "PK-1 the app outside runs in plain Node, from a mutation to a read model",
};

/** One combination stands for all here; `npm run packaging` proves every one. */
async function prove() {
  const destination = mkdtempSync(path.join(tmpdir(), "tarballs-"));
  try {
    const tarballs = await packPackages(root, destination);
    const combination = {
      manager: /** @type {const} */ ("pnpm"),
      typescript: "6.0.3",
      everything: true,
    };
    return await proveOutside({ root, combination, tarballs });
  } finally {
    rmSync(destination, { recursive: true, force: true });
  }
}

const once = () => {
  /** @type {ReturnType<typeof prove> | undefined} */
  let proofs;
  return () => (proofs ??= prove());
};

describe("outside", { timeout: 180_000 }, () => {
  const proofs = once();
  afterAll(stopGroups);

  test.each(Object.entries(clauses).map(([step, title]) => ({ step, title })))(
    "$title",
    async ({ step: name }) => {
      const proof = (await proofs()).find(({ step }) => step === name);
      expect(proof?.outcome, proof?.output).toBe("ok");
    },
  );
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { stopGroups } from "../run/processGroups.mjs";
import { combinations, titleOf } from "./combinations.mjs";
import { packPackages } from "./packPackages.mjs";
import { proveOutside } from "./proveOutside.mjs";

const root = path.resolve(import.meta.dirname, "../..");
const clauses = {
  install: "installs the packed tarballs outside the workspace",
  codegen: "generates with the official CLI",
  types: "typechecks, strictly, with the declarations of every subpath",
  tests: "passes its tests, pure and on the components of the tarballs",
  push: "is bundled and pushed by the official CLI",
  run: "runs in plain Node, from a mutation to a read model",
};

// Both package managers, the oldest and the newest compiler, both ends of the range of convex; `npm run packaging`
// proves the others too.
const chosen = combinations.filter(({ everything }) => everything);

async function prove() {
  const destination = mkdtempSync(path.join(tmpdir(), "tarballs-"));
  try {
    const tarballs = await packPackages(root, destination);
    const proofs = chosen.map((combination) => proveOutside({ root, combination, tarballs }));
    return await Promise.all(proofs);
  } finally {
    rmSync(destination, { recursive: true, force: true });
  }
}

const once = () => {
  /** @type {ReturnType<typeof prove> | undefined} */
  let proofs;
  return () => (proofs ??= prove());
};

describe("outside", { timeout: 480_000 }, () => {
  const proofs = once();
  afterAll(stopGroups);

  const cases = chosen.flatMap((combination, index) =>
    Object.entries(clauses).map(([step, clause]) => ({
      title: `PK-1 an app with ${titleOf(combination)} ${clause}`,
      step,
      index,
    })),
  );
  test.each(cases)("$title", async ({ step, index }) => {
    const proof = (await proofs())[index]?.find((one) => one.step === step);
    expect(proof?.outcome, proof?.output).toBe("ok");
  });
});

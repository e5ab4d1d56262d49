import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Linter } from "eslint";
import tseslint from "typescript-eslint";
import { expect, onTestFinished, test } from "vitest";
import { localRules } from "./localRules.mjs";

const app = "/app/convex";

/**
 * What a rule says about a file with this code.
 * @param {string} rule
 * @param {string} filename
 * @param {string} code
 */
function verdicts(rule, filename, code) {
  const linter = new Linter({ cwd: path.parse(filename).root });
  const config = {
    files: ["**/*.ts", "**/*.mjs"],
    plugins: { local: localRules },
    rules: { [`local/${rule}`]: "error" },
  };
  const messages = linter.verify(code, /** @type {any} */ ([config]), { filename });
  return messages.map(({ messageId, message }) => messageId ?? message);
}

/** @param {string} from @param {string} imported */
const boundary = (from, imported) =>
  verdicts("context-boundaries", `${app}/${from}`, `import { x } from "${imported}";`);

test.each([
  ["orders.ts", "./contexts/orders/index.js"],
  ["contexts/orders/order.test.ts", "./index.js"],
  ["contexts/orders/commands/addItem.ts", "../order.js"],
  ["contexts/orders/processes/fulfilment.ts", "../../inventory/events.js"],
  ["contexts/orders/processes/fulfilment.ts", "../../inventory/commands/reserve.js"],
  ["contexts/orders/order.ts", "@convex-es/platform-core"],
])("%s may import %s", (from, imported) => {
  expect(boundary(from, imported)).toEqual([]);
});

test.each([
  ["contexts/orders/order.ts", "./index.js", "index"],
  ["contexts/orders/processes/fulfilment.ts", "../../inventory/index.js", "index"],
  ["contexts/orders/order.ts", "../inventory/product.js", "internals"],
  ["contexts/orders/order.ts", "../inventory/projections/products.js", "internals"],
  ["lib/report.ts", "../contexts/orders/index.js", "index"],
])("%s may not import %s", (from, imported, fault) => {
  expect(boundary(from, imported)).toEqual([fault]);
});

test("re-exports and dynamic imports are imports too", () => {
  const code = `export { x } from "../inventory/product.js"; await import("../inventory/product.js");`;
  const found = verdicts("context-boundaries", `${app}/contexts/orders/order.ts`, code);
  expect(found).toEqual(["internals", "internals"]);
});

/** An app whose schema declares one read model and one table of its own. */
function appWithSchema() {
  const root = mkdtempSync(path.join(tmpdir(), "rules-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  mkdirSync(path.join(root, "convex/contexts/orders"), { recursive: true });
  const schema = "defineSchema({ orderSummaries: projectionTable({}), users: defineTable({}) })";
  writeFileSync(path.join(root, "convex/schema.ts"), schema);
  return path.join(root, "convex/contexts/orders/queries.ts");
}

test.each([
  `ctx.db.query("orderSummaries")`,
  `db.query("orderSummaries")`,
  `ctx.db.get("orderSummaries", id)`,
  `ctx.db.insert("orderSummaries", {})`,
])("%s touches a read model directly", (code) => {
  expect(verdicts("no-direct-read-model", appWithSchema(), code)).toEqual(["direct"]);
});

test.each([`ctx.db.query("users")`, `summaries.query("orderSummaries")`, `ctx.db.get(id)`])(
  "%s is fine",
  (code) => {
    expect(verdicts("no-direct-read-model", appWithSchema(), code)).toEqual([]);
  },
);

test.each(["utils.ts", "helpers.ts", "types.ts", "constants.mjs"])("%s is a vague name", (name) => {
  expect(verdicts("no-vague-file-name", `/app/${name}`, "")).toEqual(["vague"]);
});

test("a file named after its export is fine", () => {
  expect(verdicts("no-vague-file-name", "/app/orderTypes.ts", "")).toEqual([]);
});

const core = path.resolve(import.meta.dirname, "../../packages/platform-core/src");

test.each([
  ["readModels/readModel.ts", "../declarations/command.js"],
  ["declarations/versions/chain.ts", "../../base/own.js"],
  ["server/loop/work.ts", "../../component/_generated/server.js"],
  ["platform/createPlatform.ts", "./describe.js"],
  ["consumers/findEvents.ts", "../contract/operations.js"],
  ["server/loop/work.ts", "../../contract/operations.js"],
  ["status/consumersOf.ts", "../component/_generated/component.js"],
  ["index.ts", "./platform/createPlatform.js"],
  ["readModels/readModel.test.ts", "../platform/createPlatform.js"],
])("%s may import %s: it lies below", (file, imported) => {
  const code = `import { x } from "${imported}";`;
  expect(verdicts("no-upward-import", `${core}/${file}`, code)).toEqual([]);
});

test.each([
  ["readModels/readModel.ts", "../commands/Call.js", "upward"],
  ["contract/operations.ts", "../declarations/command.js", "upward"],
  ["consumers/findEvents.ts", "../server/base/app.js", "otherWing"],
  ["server/loop/work.ts", "../../consumers/findEvents.js", "otherWing"],
  ["base/own.ts", "../index.js", "homeless"],
  ["somewhere/own.ts", "../base/own.js", "homeless"],
  ["declarations/versions/chain.ts", "../command.js", "upward"],
])("%s may not import %s, not even a type", (file, imported, fault) => {
  const code = `export { x } from "${imported}";`;
  expect(verdicts("no-upward-import", `${core}/${file}`, code)).toEqual([fault]);
});

test("no package imports from tools/", () => {
  const code = `import { x } from "../../../tools/check/runSteps.mjs";`;
  const fault = verdicts("no-upward-import", `${core}/index.ts`, code);
  expect(fault).toEqual(["tool"]);
});

/** @param {string} code */
const memberFaults = (code) => {
  const config = {
    files: ["**/*.ts"],
    plugins: { local: localRules },
    languageOptions: { parser: tseslint.parser },
    rules: { "local/private-members": "error" },
  };
  const linter = new Linter({ cwd: "/" });
  const messages = linter.verify(code, /** @type {any} */ ([config]), { filename: "/app/a.ts" });
  return messages.map(({ messageId, message }) => messageId ?? message);
};

test.each([
  "class A { private x = 1; }",
  "class A { protected x() {} }",
  "class A { constructor(private readonly x: number) {} }",
])("%s hides a member by a keyword", (code) => {
  expect(memberFaults(code)).toEqual(["keyword"]);
});

test.each(["class A { #x = 1; }", "class A { private constructor() {} }"])("%s is fine", (code) => {
  expect(memberFaults(code)).toEqual([]);
});

import { expect, test } from "vitest";
import { textOf } from "./pages.mjs";

/** The files that declare codes, and where in them. @type {[file: string, begins: RegExp][]} */
const declarations = [
  ["packages/platform-core/src/base/infrastructureError.ts", /export type CoreErrorCode =/],
  ["packages/platform-core/src/base/classifyMessage.ts", /export type ConvexErrorCode =/],
  ["packages/platform-core/src/server/base/errors.ts", /export type ComponentErrorCode =/],
  [
    "packages/platform-core/src/declarations/defineRejections.ts",
    /export const builtInRejections =/,
  ],
  ["packages/platform-core/src/declarations/refusalCodes.ts", /export const refusalCodes =/],
  ["packages/platform-store/src/contract/errors.ts", /export type StoreErrorCode =/],
  ["packages/platform-bus/src/contract/errors.ts", /export type BusErrorCode =/],
];

/** The codes of the declaration that begins there, up to its end. @param {[string, RegExp]} declaration */
function codesOf([file, begins]) {
  const text = textOf(file);
  const start = text.search(begins);
  const end = text.slice(start).search(/;\n\n|;\n$/);
  return text.slice(start, start + end).match(/\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b|"[A-Z]{5,}"/g) ?? [];
}

const told = new Set(textOf("docs/guide/errors.md").match(/`[A-Z][A-Z0-9_]+`/g));

test.each(declarations)("US-1 docs/guide/errors.md tells every code of %s", (file, begins) => {
  const codes = codesOf([file, begins]).map((code) => code.replaceAll('"', ""));
  expect(codes.length).toBeGreaterThan(2);
  expect(codes.filter((code) => !told.has(`\`${code}\``))).toEqual([]);
});

test("US-1 docs/guide/errors.md tells no code that nothing has", () => {
  const known = new Set(declarations.flatMap(codesOf).map((code) => code.replaceAll('"', "")));
  const others = ["BATCH_ITEM_REJECTED", "ENDED_WITHOUT_ANSWER"];
  const codes = [...told].map((code) => code.replaceAll("`", ""));
  expect(codes.filter((code) => !known.has(code) && !others.includes(code))).toEqual([]);
});

// @vitest-environment node
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, test } from "vitest";

const here = path.dirname(fileURLToPath(import.meta.url));
const convex = path.join(here, "../../../examples/order-management/convex");
const isUserCode = (file: string) =>
  file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.includes("_generated");
const files = readdirSync(convex, { recursive: true, encoding: "utf8" })
  .filter(isUserCode)
  .toSorted();
const read = (file: string) => readFileSync(path.join(convex, file), "utf8");
const inFolder = (folder: string) => files.filter((file) => path.dirname(file).endsWith(folder));

/** What user code must not need, with the line where it occurs. */
function shortcuts(file: string, text = read(file)): string[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const shortcut = shortcutIn(node);
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source));
    if (shortcut !== null) found.push(`${file}:${line + 1} ${shortcut}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function shortcutIn(node: ts.Node): string | null {
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return "type assertion";
  if (ts.isNonNullExpression(node)) return "non-null assertion";
  if (node.kind === ts.SyntaxKind.AnyKeyword) return "any";
  if (!ts.isCallExpression(node)) return null;
  const callee = node.expression.getText();
  if (callee === "v.any") return "v.any()";
  if (callee === "makeFunctionReference") return callee;
  return node.typeArguments !== undefined && callee !== "initPlatform" ? "type argument" : null;
}

const lists = files.filter((file) => /contexts.[^/\\]+.index\.ts$/.test(file));
const counted = [...inFolder("commands"), ...inFolder("projections"), ...lists];
const linesOf = (file: string) => read(file).trimEnd().split("\n").length;

describe("the example's code", () => {
  test("US-3 has files to look at", () => {
    expect(inFolder("commands")).not.toEqual([]);
    expect(inFolder("projections")).not.toEqual([]);
  });

  test.each(files)("US-3 needs no cast, any, type argument or string reference: %s", (file) => {
    expect(shortcuts(file)).toEqual([]);
  });

  test("US-3 the search finds each of them", () => {
    const text = "f<A>(x as B, <C>y, z!, v.any(), makeFunctionReference('a:b')); let d: any;";
    expect(shortcuts("bad.ts", text).map((found) => found.slice("bad.ts:1 ".length))).toEqual([
      "type argument",
      "type assertion",
      "type assertion",
      "non-null assertion",
      "v.any()",
      "makeFunctionReference",
      "any",
    ]);
    expect(shortcuts("good.ts", "initPlatform<DataModel>(); f(x);")).toEqual([]);
  });

  test.each(counted)("US-1 no line is longer than 100 characters: %s", (file) => {
    expect(
      Math.max(
        ...read(file)
          .split("\n")
          .map((line) => line.length),
      ),
    ).toBeLessThanOrEqual(100);
  });

  test.each(inFolder("commands"))(
    "US-1 a command takes at most 15 lines, imports included: %s",
    (file) => {
      expect(linesOf(file)).toBeLessThanOrEqual(15);
    },
  );

  test.each(inFolder("projections"))("US-1 a projection takes at most 20 lines: %s", (file) => {
    expect(linesOf(file)).toBeLessThanOrEqual(20);
  });

  test.each(lists)("US-1 a context's list takes at most 15 lines: %s", (file) => {
    expect(linesOf(file)).toBeLessThanOrEqual(15);
  });
});

// @vitest-environment node
import { readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), "../../..");
const read = (file: string) => readFileSync(path.join(root, file), "utf8");
const readme = read("packages/platform-core/README.md");
const blocks = [...readme.matchAll(/^```ts(?: file=(\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, file, code]) => ({ file, code }),
);

test("EX-1 every piece of TypeScript in the README is in a compiled file", () => {
  expect(blocks.length).toBeGreaterThan(10);
  const loose = blocks.filter(({ file, code = "" }) => !read(String(file)).includes(code));
  expect(loose).toEqual([]);
});

/** The page that the README leads to. */
const errorsPage = read("docs/guide/errors.md");

test.each(["src/base/infrastructureError.ts", "src/base/classifyMessage.ts"])(
  "OR-2 the page of errors says what to do about every code of %s",
  (file) => {
    const text = read(`packages/platform-core/${file}`);
    const codes = [...text.matchAll(/^ {2}\| "([A-Z_]+)"/gm)].map(([, code]) => code);
    expect(codes.length).toBeGreaterThan(5);
    expect(codes.filter((code) => !errorsPage.includes(`\`${code}\``))).toEqual([]);
  },
);

test("OR-2 the README leads to the page of errors", () => {
  expect(readme).toContain("](../../docs/guide/errors.md)");
});

test("OR-2 the page of errors says what to do about every code of the component", () => {
  const text = read("packages/platform-core/src/server/base/errors.ts");
  const [, union = ""] = text.match(/ComponentErrorCode =([^;]+);/) ?? [];
  const codes = [...union.matchAll(/"([A-Z_]+)"/g)].map(([, code]) => code);
  expect(codes.length).toBeGreaterThan(1);
  expect(codes.filter((code) => !errorsPage.includes(`\`${code}\``))).toEqual([]);
});

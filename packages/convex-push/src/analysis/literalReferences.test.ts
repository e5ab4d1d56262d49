import { expect, test } from "vitest";
import { literalReferences } from "./references.ts";

const chunk = `
function d(e) { return { [s]: e }; }
n(d, "makeFunctionReference");
export { s as a, d as b };
`;

test("a path is found through the short name under which a chunk exports the function", () => {
  const sources = new Map([
    ["_deps/X.js", chunk],
    ["deep/orders.js", 'import {\n  b as t\n} from "../_deps/X.js";\nvar r = () => t("a:b");'],
    ["other.js", 'import { a as t } from "./_deps/X.js"; t("c:d");'],
  ]);

  expect(literalReferences(sources)).toEqual([{ path: "a:b", from: "deep/orders.js" }]);
});

test("calls of other functions, methods and computed paths are not taken for references", () => {
  const source = `${chunk} e("a:b"); x.d("a:b"); d(path); d(\`\${file}:run\`); d("real:one");`;

  expect(literalReferences(new Map([["orders.js", source]]))).toEqual([
    { path: "real:one", from: "orders.js" },
  ]);
});

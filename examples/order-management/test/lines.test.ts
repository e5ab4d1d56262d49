import { expect, test } from "vitest";

const sources = import.meta.glob<string>("../convex/contexts/*/**/*.ts", {
  query: "?raw",
  import: "default",
  eager: true,
});
const files = Object.entries(sources).filter(([file]) => !file.endsWith(".test.ts"));
const readModels = files
  .filter(([file]) => file.includes("/projections/"))
  .map(([file, text]) => ({ name: file.replace(/.*\/(\w+)\.ts$/, "$1"), file, text }));
const lines = (text: string) => text.split("\n").filter((line) => line.trim() !== "");

test.each(readModels)(
  "the read model $name takes at most 20 lines, imports included",
  ({ name, text }) => {
    expect(text).toContain(`export const ${name} = defineProjection("${name}", {`);
    expect(lines(text).length, text).toBeLessThanOrEqual(20);
  },
);

test.each(readModels)(
  "the read model $name is one word in its context's list, and no command knows it",
  ({ name, file }) => {
    const naming = files.filter(([other, text]) => other !== file && text.includes(name));
    const index = file.replace(/projections\/.*/, "index.ts");
    expect(naming.map(([other]) => other)).toEqual([index]);
    const named = lines(naming[0]?.[1] ?? "").filter((line) => line.includes(name));
    expect(named).toEqual([
      `import { ${name} } from "./projections/${name}";`,
      expect.stringContaining("projections: ["),
    ]);
  },
);

// @vitest-environment node
import path from "node:path";
import { expect, test } from "vitest";
import { dataDirectoryOf } from "./dataDirectoryOf.ts";
import { inputFolder } from "./inputFolder.fixture.ts";

test("an input and its number of tenants have a place of their own, the same every time", () => {
  const [one, other] = [inputFolder([], []), inputFolder([], [])];
  const places = [
    dataDirectoryOf({ input: one, tenants: 1 }),
    dataDirectoryOf({ input: one, tenants: 3 }),
    dataDirectoryOf({ input: other, tenants: 1 }),
  ];
  expect(new Set(places).size).toBe(3);
  const again = path.relative(process.cwd(), one);
  expect(dataDirectoryOf({ input: again, tenants: 1 })).toBe(places[0]);
  expect(places[0]).toContain("/.platform-embedded/demo/");
});

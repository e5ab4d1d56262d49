import { expect, test } from "vitest";
import { pages, proseOf, textOf } from "./pages.mjs";

// Where to begin, and how this repository is made: no features.
const others = ["README.md", "getting-started.md", "packaging.md", "embedded.md", "errors.md"];
const guide = pages.filter((page) => page.startsWith("docs/guide/"));
const features = guide.filter((page) => !others.some((name) => page.endsWith(`/${name}`)));

test.each(features)(
  "US-1 %s says what is guaranteed, what it costs and what bad input gives",
  (page) => {
    const missing = ["**Guarantee", "**Cost", "**Bad input"].filter(
      (part) => !proseOf(page).includes(part),
    );
    expect(missing).toEqual([]);
  },
);

test("US-1 the guide's index leads to every page of it", () => {
  const index = textOf("docs/guide/README.md");
  const names = guide.map((page) => page.replace("docs/guide/", ""));
  expect(names.filter((name) => name !== "README.md" && !index.includes(`](${name})`))).toEqual([]);
});

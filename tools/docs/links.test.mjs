import { existsSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { pages, proseOf, root } from "./pages.mjs";

const outside = /^(https?|mailto):/;

/** Every link of a page to another place of this repository. @param {string} page */
function linksOf(page) {
  const prose = proseOf(page).replace(/`[^`\n]*`/g, "");
  return [...prose.matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, link = ""]) => link)
    .filter((link) => !outside.test(link))
    .map((link) => {
      const [target = "", anchor] = link.split("#");
      const file = target === "" ? page : path.posix.join(path.posix.dirname(page), target);
      return { page, link, file, anchor };
    });
}

/** The anchors of a page's headings, as GitHub makes them. @param {string} page */
function anchorsOf(page) {
  return [...proseOf(page).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, "")
      .replaceAll(" ", "-"),
  );
}

const links = pages.flatMap(linksOf);

test("US-1 every link of the docs leads to a file or folder", () => {
  expect(links.filter(({ file }) => !existsSync(path.join(root, file)))).toEqual([]);
  expect(links.length).toBeGreaterThan(20);
});

test("US-1 every anchor that the docs link to is a heading", () => {
  const anchored = links.filter(({ anchor }) => anchor !== undefined);
  const lost = anchored.filter(({ file, anchor }) => !anchorsOf(file).includes(String(anchor)));
  expect(lost).toEqual([]);
  expect(anchored.length).toBeGreaterThan(0);
});

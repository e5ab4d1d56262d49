import { expect, test } from "vitest";
import { criteriaOf, problemsOf, withProofs } from "./contractPage.mjs";
import { idsIn } from "./provingFiles.mjs";

const store = "packages/platform-store/src/server/append.test.ts";
const page = `# The contract

Words.

## Event store

### ST-1

An append expects something.
It says what.

Open: the rest.

### ST-2

Versions have no gaps.

## Command bus

Some words.

### CB-1

A repeat gets the first outcome.
`;
const tests = (/** @type {[string, string[]][]} */ ...entries) => ({
  byId: new Map(entries),
  misplaced: [],
});
const all = tests(["ST-1", [store]], ["ST-2", [store]], ["CB-1", ["specs/orders.feature"]]);

test("the proof comes after what stands under a criterion, and writing it again changes nothing", () => {
  const written = withProofs(page, all.byId);
  expect(written).toContain(
    `Open: the rest.\n\nProof: [store/append](../${store})\n\n### ST-2\n\nVersions have no gaps.\n\nProof: `,
  );
  expect(written.endsWith("Proof: [specs/orders](../specs/orders.feature)\n")).toBe(true);
  expect(withProofs(written, all.byId)).toBe(written);
  expect(problemsOf(written, all)).toEqual([]);
  expect(criteriaOf(written).map(({ id, text }) => [id, text.length])).toEqual([
    ["ST-1", 2],
    ["ST-2", 1],
    ["CB-1", 1],
  ]);
});

test("a page is behind when a file proves one criterion more, or no longer", () => {
  const written = withProofs(page, all.byId);
  const more = tests(...all.byId, ["ST-1", [store, "specs/orders.feature"]]);
  expect(problemsOf(written, more)).toEqual([
    "the proof of ST-1 is behind; run npm run contract -- --write",
  ]);
  const none = tests(["ST-1", [store]], ["ST-2", [store]]);
  expect(problemsOf(written, none)).toEqual([
    'CB-1 has no test; name what is open in a paragraph that starts with "Open:"',
    "the proof of CB-1 is behind; run npm run contract -- --write",
  ]);
});

test("a criterion that has tests now no longer says that it is wholly open", () => {
  const written = withProofs(page.replace("Open: the rest.", "Open: all of it."), all.byId);
  expect(problemsOf(written, all)).toEqual([
    "ST-1 has tests and says that it has none; name only what is still open",
  ]);
});

test("an id that the page lacks, a criterion without words, an id twice and a copied file with ids are problems", () => {
  const faulty = withProofs(`${page}\n### ST-2\n\nOpen: the rest.\n`, all.byId);
  const problems = problemsOf(faulty, {
    byId: new Map([...all.byId, ["ZZ-9", [store]]]),
    misplaced: ["examples/app/orders.test.ts"],
  });
  expect(problems).toEqual([
    "ST-2 is on the page twice; keep one",
    `ZZ-9 is in titles of ${store} but not on the page; add its criterion`,
    "ST-2 has no criterion; say what holds",
    "titles in examples/app/orders.test.ts start with ids, and people copy it; remove the ids",
  ]);
});

test("ids are those that titles start with, one or several", () => {
  const code =
    'test("ST-1 appends", f); test.each(rows)(`CB-3 CB-5 ${x}`, f); expect("see ST-9 ");';
  expect(idsIn("a.test.ts", code)).toEqual(["ST-1", "CB-3", "CB-5"]);
  expect(idsIn("a.feature", "  Scenario: AG-2 a rejection\n  # ST-1\n")).toEqual(["AG-2"]);
});

import path from "node:path/posix";

/**
 * One criterion of the page.
 * @typedef {{ id: string, text: string[], proof: string | undefined }} Criterion
 *   `text`: its paragraphs but the one that names the proof, those of **Open** and **Also** included.
 */

const heading = /^### ([A-Z]{2}-\d+)$/;
const proofMark = "Proof:";
const wholly = /^Open: (all of it|tests under this id)\.$/;

/**
 * The criteria of the page, in its order.
 * @param {string} page
 * @returns {Criterion[]}
 */
export function criteriaOf(page) {
  /** @type {Criterion[]} */
  const criteria = [];
  let isOpen = false;
  for (const paragraph of page.split(/\n{2,}/)) {
    const [, id] = heading.exec(paragraph.trim()) ?? [];
    const last = criteria.at(-1);
    if (id !== undefined) criteria.push({ id, text: [], proof: undefined });
    else if (isOpen && last && !paragraph.startsWith("#")) {
      if (paragraph.startsWith(proofMark)) last.proof = paragraph.trim();
      else last.text.push(paragraph.trim());
    }
    if (paragraph.startsWith("#")) isOpen = id !== undefined;
  }
  return criteria;
}

/**
 * The page with the proof of every criterion made from the test files.
 * @param {string} page
 * @param {Map<string, string[]>} filesById
 */
export function withProofs(page, filesById) {
  const paragraphs = page.trimEnd().split(/\n{2,}/);
  /** @type {string[]} */
  const written = [];
  let id = "";
  const finish = () => {
    if (id !== "") written.push(proofOf(filesById.get(id) ?? []));
    id = "";
  };
  for (const paragraph of paragraphs) {
    if (id !== "" && paragraph.startsWith(proofMark)) continue;
    if (paragraph.startsWith("#")) finish();
    written.push(paragraph);
    [, id = id] = heading.exec(paragraph.trim()) ?? [];
  }
  finish();
  return `${written.join("\n\n")}\n`;
}

/** @param {string[]} files */
function proofOf(files) {
  if (files.length === 0) return `${proofMark} none yet.`;
  return `${proofMark} ${files.map((file) => `[${shortName(file)}](../${file})`).join(", ")}`;
}

/**
 * `store/append` for packages/platform-store/src/server/append.test.ts.
 * @param {string} file
 */
function shortName(file) {
  const [top = "", folder = ""] = file.split("/");
  const place = top === "packages" ? folder.replace(/^platform-/, "") : top;
  return `${place}/${path.basename(file).replace(/\.(test\.\w+|feature)$/, "")}`;
}

/**
 * What is wrong with the page, in sentences; empty when nothing is.
 * @param {string} page
 * @param {{ byId: Map<string, string[]>, misplaced: string[] }} tests
 */
export function problemsOf(page, { byId, misplaced }) {
  const criteria = criteriaOf(page);
  const ids = criteria.map(({ id }) => id);
  const unknown = [...byId].filter(([id]) => !ids.includes(id));
  const expected = new Map(criteriaOf(withProofs(page, byId)).map((one) => [one.id, one.proof]));
  return [
    ...ids
      .filter((id, at) => ids.indexOf(id) !== at)
      .map((id) => `${id} is on the page twice; keep one`),
    ...unknown.map(
      ([id, files]) =>
        `${id} is in titles of ${files.join(", ")} but not on the page; add its criterion`,
    ),
    ...criteria.flatMap(({ id, text, proof }) => [
      ...(statementOf(text) === "" ? [`${id} has no criterion; say what holds`] : []),
      ...(byId.has(id) || isMarked(text, "Open:")
        ? []
        : [`${id} has no test; name what is open in a paragraph that starts with "Open:"`]),
      ...(byId.has(id) && text.some((paragraph) => wholly.test(paragraph))
        ? [`${id} has tests and says that it has none; name only what is still open`]
        : []),
      ...(proof === expected.get(id)
        ? []
        : [`the proof of ${id} is behind; run npm run contract -- --write`]),
    ]),
    ...misplaced.map(
      (file) => `titles in ${file} start with ids, and people copy it; remove the ids`,
    ),
  ];
}

/** @param {string[]} text */
const statementOf = (text) =>
  text.filter((paragraph) => !/^(Open|Also):/.test(paragraph)).join("\n");

/** @param {string[]} text @param {string} mark */
const isMarked = (text, mark) => text.some((paragraph) => paragraph.startsWith(mark));

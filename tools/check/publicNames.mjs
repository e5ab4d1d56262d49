// How many names does each package root export? Every one is a promise, so there is a budget.
import { readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { publishedPackages } from "./publishedPackages.mjs";

const budget = 25;
/** @type {Record<string, number>} */
const larger = { "@convex-es/platform-core": 41, "@convex-es/platform-base": 30 };

for (const { folder, manifest } of publishedPackages(process.cwd())) {
  const file = path.join(folder, rootSource(manifest.exports?.["."]));
  const names = exportedNames(file);
  const limit = larger[manifest.name] ?? budget;
  const over = names.length > limit || names.includes("*");
  process.stdout.write(
    `${manifest.name}: ${names.length} of ${limit}${over ? ` ${names.join(" ")}` : ""}\n`,
  );
  if (over) process.exitCode = 1;
}

/**
 * The source of a root: dist/client/index.js comes from src/client/index.ts.
 * @param {import("./publishedPackages.mjs").Target | undefined} target
 */
function rootSource(target) {
  const built = typeof target === "string" ? target : target?.default;
  if (built === undefined) throw new Error("The package has no root export.");
  return built.replace("dist/", "src/").replace(/\.js$/, ".ts");
}

/** @param {string} file */
function exportedNames(file) {
  const source = ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest);
  return source.statements.flatMap((statement) => {
    if (!ts.isExportDeclaration(statement)) return declaredNames(statement);
    const { exportClause } = statement;
    if (exportClause === undefined) return ["*"];
    return ts.isNamedExports(exportClause)
      ? exportClause.elements.map(({ name }) => name.text)
      : [exportClause.name.text];
  });
}

/** @param {ts.Statement} statement */
function declaredNames(statement) {
  const exported =
    ts.canHaveModifiers(statement) &&
    ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  if (!exported) return [];
  const declarations = ts.isVariableStatement(statement)
    ? statement.declarationList.declarations
    : [statement];
  return declarations.map((declaration) =>
    "name" in declaration && declaration.name && ts.isIdentifier(declaration.name)
      ? declaration.name.text
      : "?",
  );
}

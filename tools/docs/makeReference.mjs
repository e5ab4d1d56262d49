import path from "node:path";
import { Application, Logger, LogLevel } from "typedoc";
import ts from "typescript";
import { publishedPackages } from "../check/publishedPackages.mjs";
import { documentedModules } from "./documentedModules.mjs";

/**
 * The API reference of all published packages, from their sources: a module for each subpath, under
 * the name that people import.
 * @param {string} root
 * @param {{ folder?: string }} [options] `folder` is where the pages go; without it nothing is written.
 * @returns {Promise<string[]>} complaints: links that lead nowhere, names without a docstring, names
 *   that are listed and are not there
 */
export async function makeReference(root, { folder } = {}) {
  const modules = documentedModules(root);
  const app = await Application.bootstrap({
    ...options,
    entryPoints: modules.map(({ source }) => source),
    basePath: root,
    packagesRequiringDocumentation: publishedPackages(root).map(({ manifest }) => manifest.name),
  });
  const complaints = new Complaints();
  app.logger = complaints;
  const nameOf = new Map(modules.map(({ name, source }) => [source, name]));
  const entryPoints = (app.getEntryPoints() ?? []).map((entryPoint) => ({
    ...entryPoint,
    displayName: nameOf.get(entryPoint.sourceFile.fileName) ?? entryPoint.displayName,
  }));
  const project = app.converter.convert(entryPoints);
  app.validate(project);
  if (folder !== undefined) await app.generateDocs(project, folder);
  return [...complaints.lines, ...entryPoints.flatMap(lostNames)];
}

/** What an entry point exports from where it is not. @param {import("typedoc").DocumentationEntryPoint} entryPoint */
function lostNames({ displayName, program, sourceFile }) {
  return program
    .getSemanticDiagnostics(sourceFile)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "))
    .map((message) => `${displayName}: ${message}`);
}

class Complaints extends Logger {
  /** @type {string[]} */
  lines = [];

  /** @override @param {string} message @param {LogLevel} level */
  log(message, level) {
    super.log(message, level);
    if (level >= LogLevel.Warn) this.lines.push(message);
  }
}

const options = {
  name: "convex-es",
  tsconfig: path.join(import.meta.dirname, "tsconfig.json"),
  readme: "none",
  githubPages: false,
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  navigation: { includeFolders: true },
  groupOrder: ["Functions", "Classes", "Variables", "*"],
  /** @type {("Function" | "Class" | "Variable")[]} */
  kindSortOrder: ["Function", "Class", "Variable"],
  validation: { invalidLink: true, invalidPath: true, notDocumented: true, notExported: false },
  /** @type {("Function" | "Class" | "Interface" | "TypeAlias" | "Variable" | "Method")[]} */
  requiredToBeDocumented: ["Function", "Class", "Interface", "TypeAlias", "Variable", "Method"],
};

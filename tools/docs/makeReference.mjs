import path from "node:path";
import { Application, Logger, LogLevel } from "typedoc";
import { publishedPackages } from "../check/publishedPackages.mjs";
import { documentedModules } from "./documentedModules.mjs";

/**
 * The API reference of all published packages, from their sources: a module for each subpath, under
 * the name that people import.
 * @param {string} root
 * @param {{ folder?: string }} [options] `folder` is where the pages go; without it nothing is written.
 * @returns {Promise<string[]>} complaints: links that lead nowhere, exported names without a docstring
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
  return complaints.lines;
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
  validation: { invalidLink: true, invalidPath: true, notDocumented: true, notExported: false },
  /** @type {("Function" | "Class" | "Interface" | "TypeAlias" | "Variable" | "Method")[]} */
  requiredToBeDocumented: ["Function", "Class", "Interface", "TypeAlias", "Variable", "Method"],
};

import { globSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import path from "node:path";
import ts from "typescript";

/** @typedef {{ file: string, specifier: string }} Import `file` is relative to the package. */

/**
 * Everything that files of a package import, types included.
 * @param {string} folder
 * @param {string} pattern a glob relative to it
 * @returns {Import[]}
 */
export function importsOf(folder, pattern) {
  const files = globSync(pattern, { cwd: folder });
  return files.flatMap((file) => {
    const text = readFileSync(path.join(folder, file), "utf8");
    const { importedFiles, typeReferenceDirectives } = ts.preProcessFile(text);
    return [...importedFiles, ...typeReferenceDirectives].map(({ fileName }) => ({
      file,
      specifier: fileName,
    }));
  });
}

/** Does a relative import lead out of its package? @param {Import} imported */
export const leavesPackage = ({ file, specifier }) =>
  specifier.startsWith(".") && path.join(path.dirname(file), specifier).startsWith("..");

/**
 * The package that an import names: undefined for a relative one and for Node's own modules.
 * @param {Import} imported
 */
export function packageOf({ specifier }) {
  if (specifier.startsWith(".") || isBuiltin(specifier)) return undefined;
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

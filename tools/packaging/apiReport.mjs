import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { canonicalReport } from "./canonicalReport.mjs";

/** @typedef {import("./entryPoints.mjs").EntryPoint} EntryPoint */

/** A report as it is kept, and as it would be now. @typedef {{ file: string, kept: string, now: string }} ApiReport */

/**
 * The public API of a subpath, from its built declarations; for a component's `_generated/component`
 * that is the signatures of its functions. One that differs in order alone is the one kept. Writes nothing.
 * @param {EntryPoint} entryPoint
 * @returns {ApiReport}
 */
export function apiReport(entryPoint) {
  const reportFolder = mkdtempSync(path.join(tmpdir(), "api-"));
  const reportFileName = `${reportNameOf(entryPoint)}.api.md`;
  try {
    const { succeeded } = Extractor.invoke(configOf(entryPoint, reportFolder, reportFileName), {
      localBuild: true,
      messageCallback: (message) => (message.handled = true),
    });
    if (!succeeded) throw new Error(`There is no API report of ${entryPoint.name}.`);
    const file = path.join(entryPoint.folder, "api", reportFileName);
    const found = readFileSync(path.join(reportFolder, reportFileName), "utf8");
    const kept = existsSync(file) ? readFileSync(file, "utf8") : "";
    const isSame = canonicalReport(found) === canonicalReport(kept);
    return { file, now: isSame ? kept : found, kept };
  } finally {
    rmSync(reportFolder, { recursive: true, force: true });
  }
}

/** "client" for the subpath "./client", "component" for "./_generated/component.js". @param {EntryPoint} entryPoint */
function reportNameOf({ name, packageName }) {
  const subpath = name.slice(packageName.length + 1).replace(/^_generated\/|\.js$/g, "");
  return subpath === "" ? "index" : subpath;
}

const silent = { default: { logLevel: ExtractorLogLevel.None } };

/**
 * @param {EntryPoint} entryPoint
 * @param {string} reportFolder
 * @param {string} reportFileName
 */
function configOf({ folder, types }, reportFolder, reportFileName) {
  return ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: path.join(folder, "package.json"),
    configObject: {
      projectFolder: folder,
      mainEntryPointFilePath: types,
      compiler: { overrideTsconfig: { compilerOptions, files: [types] } },
      newlineKind: "lf",
      apiReport: {
        enabled: true,
        includeForgottenExports: true,
        reportFolder,
        reportTempFolder: path.join(reportFolder, "temp"),
        reportFileName,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: { extractorMessageReporting: silent, tsdocMessageReporting: silent },
    },
  });
}

const compilerOptions = {
  target: "ES2023",
  lib: ["ES2023", "DOM", "DOM.Iterable"],
  module: "ESNext",
  moduleResolution: "Bundler",
  strict: true,
  skipLibCheck: true,
  types: ["node"],
};

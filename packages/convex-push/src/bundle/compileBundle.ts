import { trusted } from "../boundary.ts";
import vm from "node:vm";
import { transform } from "esbuild";

/** A file of a bundle, ready to run in any realm. */
export type CompiledFile = {
  /** Its value is a function of `exports`, `require` and `module`. */
  readonly script: vm.Script;
  /** From the script to what the developer wrote, where the bundle came with a map; JSON. */
  readonly sourceMap: string | null;
};

/** What is compiled. */
export type BundledFile = {
  /** By which stacks name it. */
  readonly name: string;
  readonly source: string;
  readonly sourceMap?: string | undefined;
};

const mostKept = 4_000;
const kept = new Map<string, Promise<CompiledFile>>();

// In one piece, tools would take it for the source map of this very file.
const mapComment = "//# sourceMappingURL";

/**
 * Compiles one ESM file of an official bundle into a script. Chunks are shared by many modules and survive from push to
 * push, so what was compiled is kept. Throws on a top-level await, which Convex does not take either.
 */
export function compileBundle(file: BundledFile): Promise<CompiledFile> {
  const key = `${file.name}\n${file.source}`;
  const known = kept.get(key);
  if (known) return known;
  const script = compile(file);
  kept.set(key, script);
  script.catch(() => kept.delete(key));
  for (const oldest of kept.keys()) {
    if (kept.size <= mostKept) break;
    kept.delete(oldest);
  }
  return script;
}

async function compile({ name, source, sourceMap }: BundledFile): Promise<CompiledFile> {
  const { code, map } = await transform(sourceMap ? withMap(source, sourceMap) : source, {
    format: "cjs",
    sourcefile: name,
    sourcemap: sourceMap ? "external" : false,
    sourcesContent: false,
    logLevel: "silent",
    supported: { "top-level-await": false },
  }).catch(refusal);
  // On one line with the code: line numbers in stacks stay those of the bundle.
  const script = new vm.Script(`(function (exports, require, module) {"use strict";${code}\n})`, {
    filename: name,
  });
  return { script, sourceMap: sourceMap ? map : null };
}

function withMap(source: string, map: string): string {
  const data = Buffer.from(map).toString("base64");
  return `${source}\n${mapComment}=data:application/json;base64,${data}\n`;
}

function refusal(error: unknown): never {
  const [first] = trusted<{ errors?: { text: string }[] }>(error).errors ?? [];
  if (!first) throw error;
  throw new Error(/top-level await/i.test(first.text) ? topLevelAwait : first.text);
}

const topLevelAwait = "Top-level awaits in source files are unsupported";

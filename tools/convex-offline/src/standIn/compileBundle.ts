import vm from "node:vm";
import { transform } from "esbuild";

/** A file of a bundle, ready to run in any realm; its only value is a function of `exports`, `require` and `module`. */
export type CompiledFile = vm.Script;

const MOST_KEPT = 4_000;
const kept = new Map<string, Promise<CompiledFile>>();

/**
 * Compiles one ESM file of an official bundle into a script. Chunks are shared by many modules and survive from push to
 * push, so what was compiled is kept. Throws on a top-level await, which Convex does not take either.
 */
export function compileBundle(path: string, source: string): Promise<CompiledFile> {
  const key = `${path}\n${source}`;
  const known = kept.get(key);
  if (known) return known;
  const script = compile(path, source);
  kept.set(key, script);
  script.catch(() => kept.delete(key));
  for (const oldest of kept.keys()) {
    if (kept.size <= MOST_KEPT) break;
    kept.delete(oldest);
  }
  return script;
}

async function compile(path: string, source: string): Promise<CompiledFile> {
  const { code } = await transform(source, {
    format: "cjs",
    sourcefile: path,
    logLevel: "silent",
    supported: { "top-level-await": false },
  }).catch(refusal);
  // On one line with the code: line numbers in stacks stay those of the bundle.
  return new vm.Script(`(function (exports, require, module) {"use strict";${code}\n})`, {
    filename: path,
  });
}

function refusal(error: unknown): never {
  const [first] = (error as { errors?: { text: string }[] }).errors ?? [];
  if (!first) throw error;
  throw new Error(/top-level await/i.test(first.text) ? TOP_LEVEL_AWAIT : first.text);
}

const TOP_LEVEL_AWAIT = "Top-level awaits in source files are unsupported";

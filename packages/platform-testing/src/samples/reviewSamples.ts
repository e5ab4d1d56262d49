import { trusted } from "../boundary.js";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import type { AnyContext } from "@convex-es/platform-core/internal";
import type { JSONValue } from "convex/values";
import { checkSamples } from "./checkSamples.js";
import { compareSchemas } from "./compareSchemas.js";
import { describeSchema, type SchemaDescription } from "./describeSchema.js";
import { printJson } from "./printJson.js";
import { eventSample, fileOf, nameOf, samplesAmong, stateSample, type Sample } from "./Sample.js";
import { sampleOf } from "./sampleOf.js";

const descriptionFile = "schema.json";

/** What a review found, line by line, and whether everything that was ever stored still reads and is kept as a sample. */
export type Review = { lines: string[]; isGood: boolean };

/**
 * Compares what a context stores today with what its folder of samples says. With `write`, adds samples of the newest versions
 * and the description of today, unless something breaks: a sample of an older version only its log has.
 */
export function reviewSamples(
  context: AnyContext,
  { folder, write }: { folder: string; write: boolean },
): Review {
  const today = describeSchema(context);
  const { description, samples } = readFolder(folder);
  const changes = description === null ? [] : compareSchemas(description, today);
  const { missing, unreadable } = checkSamples(context, samples);
  const fresh = missing.flatMap((sample) => newestOf(today, sample));
  const lost = missing.filter((sample) => newestOf(today, sample).length === 0);
  const isBroken = unreadable.length > 0 || changes.some(({ kind }) => kind === "breaking");
  const writes = write && !isBroken;
  if (writes) writeFolder(folder, fresh, today);
  return {
    lines: [
      ...changes.map(({ kind, name, what }) => `${kind.padEnd(10)} ${name}: ${what}`),
      ...unreadable.map(({ sample, reason }) => `unreadable ${nameOf(sample)}: ${reason}`),
      ...lost.map((sample) => `missing    ${nameOf(sample)}: take one from your log`),
      ...fresh.map((sample) => `${writes ? "wrote     " : "missing   "} ${nameOf(sample)}`),
      ...(description === null && !writes ? [`missing    ${descriptionFile}: --write it`] : []),
    ],
    isGood:
      !isBroken && lost.length === 0 && (writes || (fresh.length === 0 && description !== null)),
  };
}

type Folder = { description: SchemaDescription | null; samples: Sample[] };

function readFolder(folder: string): Folder {
  const files = existsSync(folder) ? readdirSync(folder).sort() : [];
  const contents = new Map<string, unknown>();
  for (const file of files.filter((name) => name.endsWith(".json"))) {
    contents.set(file, JSON.parse(readFileSync(path.join(folder, file), "utf8")));
  }
  const description = trusted<Folder["description"]>(contents.get(descriptionFile) ?? null);
  return { description, samples: samplesAmong(Object.fromEntries(contents)) };
}

/** The sample that can be made of a version without one: only the newest is described by the code. */
function newestOf({ events, states }: SchemaDescription, sample: Sample): Sample[] {
  const isEvent = "event" in sample;
  const [name, make] = isEvent
    ? ([sample.event, eventSample] as const)
    : ([sample.state, stateSample] as const);
  const described = (isEvent ? events : states)[name];
  if (described?.version !== sample.version) return [];
  return [make(name, sample.version, sampleOf(described.fits))];
}

function writeFolder(folder: string, fresh: readonly Sample[], today: SchemaDescription): void {
  mkdirSync(folder, { recursive: true });
  for (const sample of fresh) writeJson(path.join(folder, fileOf(sample)), sample);
  writeJson(path.join(folder, descriptionFile), today);
}

// What says the same is left as it is formatted.
function writeJson(file: string, content: unknown): void {
  const text = JSON.stringify(content);
  const isThere =
    existsSync(file) && JSON.stringify(JSON.parse(readFileSync(file, "utf8"))) === text;
  if (!isThere) writeFileSync(file, printJson(trusted<JSONValue>(content)));
}

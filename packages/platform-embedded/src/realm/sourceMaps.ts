import { trusted } from "../boundary.js";
import { SourceMap, type SourceMapPayload } from "node:module";

const maps = new Map<string, string | SourceMap>();
const framePattern = /^\s+at (?:(.+) \()?(convex:\/[^:]*\.js):(\d+):(\d+)\)?$/;

/** Keeps the map of a file under the name it has in stacks; it is read when it is first needed. */
export function registerSourceMap(name: string, map: string): void {
  maps.set(name, map);
}

/** A line of a stack at the place the developer wrote it; null for lines outside the app, such as those of packages. */
export function mappedFrame(line: string): string | null {
  const [, where, file, row, column] = framePattern.exec(line) ?? [];
  const place = file && row && column ? mappedPlace({ file, row, column }) : null;
  return place === null ? null : `    at ${where ?? "<anonymous>"} (${place})`;
}

const onePlace = /(convex:\/[^\s:"]*\.js):(\d+):(\d+)/;
const placePattern = new RegExp(onePlace, "g");

/** A text in which every place of the app's own code is told as the developer knows it; the others stay. */
export const withMappedPlaces = (text: string): string =>
  text.replaceAll(placePattern, (place) => {
    const [, file = "", row = "", column = ""] = onePlace.exec(place) ?? [];
    return mappedPlace({ file, row, column }) ?? place;
  });

type Place = { file: string; row: string; column: string };

function mappedPlace({ file, row, column }: Place): string | null {
  const map = sourceMapOf(file);
  if (!map) return null;
  const entry = map.findEntry(Number(row) - 1, Number(column) - 1);
  if (!("originalSource" in entry) || entry.originalSource.includes("node_modules")) return null;
  const source = entry.originalSource.replace(/^(\.\.\/)+/, "");
  return `../${source}:${entry.originalLine + 1}:${entry.originalColumn + 1}`;
}

function sourceMapOf(file: string): SourceMap | null {
  const known = maps.get(file);
  if (typeof known !== "string") return known ?? null;
  const map = new SourceMap(trusted<SourceMapPayload>(JSON.parse(known)));
  maps.set(file, map);
  return map;
}

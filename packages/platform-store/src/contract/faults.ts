import {
  findOversize,
  findUnstorable,
  textProblem,
  type TextRule,
  type ValueLimits,
} from "@convex-es/platform-base";
import { getDocumentSize, type Value } from "convex/values";
import type { Fault } from "./errors.js";
import type { NewEvent, State, StreamKey, Tag } from "./events.js";
import type { Limits } from "./limits.js";
import type { Buckets } from "./log.js";
import { lastBucket } from "./streamKeys.js";

const maxDocumentBytes = 1024 * 1024;

/** The first thing that is wrong with a new event, or `null`; app and component ask the same function. */
export function eventFault(event: NewEvent, path: string, limits: Limits): Fault | null {
  return (
    (event.id === undefined ? null : eventIdFault(event.id, `${path}.id`)) ??
    idFault(event.type, { path: `${path}.type`, limits }) ??
    idFault(event.context, { path: `${path}.context`, limits }) ??
    countFault(event.schemaVersion, `${path}.schemaVersion`, 1) ??
    timeFault(event.occurredAt, `${path}.occurredAt`) ??
    tagsFault(event.tags, `${path}.tags`, limits) ??
    payloadFault(event.payload, `${path}.payload`, limits)
  );
}

/** Why a payload cannot be stored or is too large, or `null`. */
export const payloadFault = (payload: unknown, path: string, limits: Limits): Fault | null =>
  valueFault(payload, path, { ...limits, maxBytes: limits.maxPayloadBytes });

/** Why a state cannot be stored or is too large, or `null`. */
export function stateFault({ shape, value }: State, path: string, limits: Limits): Fault | null {
  return (
    countFault(shape, `${path}.shape`) ??
    valueFault(value, `${path}.value`, { ...limits, maxBytes: limits.maxStateBytes })
  );
}

function valueFault(value: unknown, path: string, limits: ValueLimits): Fault | null {
  const unstorable = findUnstorable(value, path);
  if (unstorable !== null) return unstorable;
  const oversize = findOversize(value, limits, path);
  if (oversize === null) return null;
  const { code, actual, limit } = oversize;
  const message = `${oversize.path} is too large (${code}): ${actual}; at most ${limit} is allowed`;
  return { ...oversize, message };
}

/** Why the tags of an event are too many, or one of them is wrong, or `null`. */
export function tagsFault(tags: readonly Tag[], path: string, limits: Limits): Fault | null {
  const limit = limits.maxTagsPerEvent;
  const actual = tags.length;
  if (actual > limit) {
    const message = `${path} has ${actual} tags; at most ${limit} are allowed`;
    return { code: "TOO_MANY_TAGS", message, path, limit, actual };
  }
  return firstFault(
    tags,
    (tag, i) =>
      idFault(tag.name, { path: `${path}[${i}].name`, limits }) ??
      idFault(tag.value, { path: `${path}[${i}].value`, limits, mayBeEmpty: true }),
  );
}

type IdRule = { path: string; limits: Limits; mayBeEmpty?: boolean };

/** What is wrong with a name or id: well-formed text of 1 to `maxIdLength` UTF-16 units, with any characters. */
export const idFault = (id: string, { path, limits, mayBeEmpty = false }: IdRule): Fault | null =>
  textFault(id, path, { maxLength: limits.maxIdLength, mayBeEmpty });

/** As `idFault`, for ids that refer to something: long enough for every derived event id, and may be empty. */
export const referenceFault = (id: string, { path, limits }: IdRule): Fault | null =>
  textFault(id, path, { maxLength: 9 * limits.maxIdLength + 32, mayBeEmpty: true });

const textCodes = {
  EMPTY: "ID_INVALID",
  TOO_LONG: "ID_TOO_LONG",
  LONE_SURROGATE: "NOT_STORABLE",
} as const;

function textFault(text: string, path: string, rule: TextRule): Fault | null {
  const problem = textProblem(text, rule);
  if (problem === null) return null;
  return { ...problem, code: textCodes[problem.code], message: `${path} ${problem.message}`, path };
}

// Ids given by callers have a form that a derived id never has.
function eventIdFault(id: string, path: string): Fault | null {
  if (/^[A-Za-z0-9._-]{1,128}$/.test(id)) return null;
  const message = `${path} must be 1 to 128 characters of A-Z a-z 0-9 . _ -`;
  return { code: "EVENT_ID_INVALID", message, path };
}

/** What is wrong with the parts of a stream's key. */
export const streamKeyFault = (key: StreamKey, limits: Limits): Fault | null =>
  idFault(key.tenant, { path: "tenant", limits, mayBeEmpty: true }) ??
  idFault(key.streamType, { path: "streamType", limits }) ??
  idFault(key.streamId, { path: "streamId", limits });

/** `NUMBER_INVALID` unless the number is an integer from `least` on. */
export function countFault(actual: number, path: string, least = 0): Fault | null {
  if (Number.isSafeInteger(actual) && actual >= least) return null;
  return numberFault(path, actual, `an integer from ${least} on`);
}

/** `NUMBER_INVALID` unless the number is a finite time in ms. */
const timeFault = (actual: number, path: string): Fault | null =>
  Number.isFinite(actual) ? null : numberFault(path, actual, "a time in ms since 1970");

function numberFault(path: string, actual: number, wanted: string): Fault {
  return { code: "NUMBER_INVALID", message: `${path} must be ${wanted}, not ${actual}`, path };
}

/** `NUMBER_INVALID` unless both ends are buckets, in order. */
export function bucketsFault({ from, to }: Buckets): Fault | null {
  const path = "buckets.to";
  const fault = countFault(from, "buckets.from") ?? countFault(to, path, from);
  if (fault !== null || to <= lastBucket) return fault;
  const message = `${path} must be at most ${lastBucket}, not ${to}`;
  return { code: "NUMBER_INVALID", message, path, limit: lastBucket };
}

/** `DOCUMENT_TOO_LARGE` for a row that Convex cannot hold; `path` says what it is. */
export function rowFault(row: Record<string, Value>, path: string): Fault | null {
  const actual = getDocumentSize(row);
  if (actual <= maxDocumentBytes) return null;
  const message = `the ${path} takes ${actual} bytes; a Convex document holds ${maxDocumentBytes}`;
  return { code: "DOCUMENT_TOO_LARGE", message, path, limit: maxDocumentBytes, actual };
}

/** The first fault of a list. */
export function firstFault<T>(
  list: readonly T[],
  faultOf: (item: T, index: number) => Fault | null,
): Fault | null {
  for (const [index, item] of list.entries()) {
    const fault = faultOf(item, index);
    if (fault !== null) return fault;
  }
  return null;
}

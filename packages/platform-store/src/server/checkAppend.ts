import { joinKey } from "@convex-es/platform-base";
import { getConvexSize } from "convex/values";
import { checkId, checkReference } from "../contract/checkId.js";
import { checkEvent, checkValue } from "../contract/checkEvent.js";
import { checkCount } from "../contract/checkNumber.js";
import { storeError } from "../contract/errors.js";
import type { Limits } from "../contract/limits.js";
import type { AppendArgs, Assert, Expectation, StreamAppend } from "../contract/shared.js";

/** Throws the first thing that is wrong with an append by itself; what depends on the store comes after. */
export function checkAppend(args: AppendArgs, limits: Limits): void {
  checkCounts(args, limits);
  checkId(args.tenant, { path: "tenant", limits, mayBeEmpty: true });
  for (const name of ["actor", "correlationId", "causationId"] as const) {
    checkReference(args.metadata[name], { path: `metadata.${name}`, limits });
  }
  if (args.idempotency !== undefined) {
    checkId(args.idempotency.key, { path: "idempotencyKey", limits });
  }
  args.streams.forEach((stream, i) => checkStream(stream, `streams[${i}]`, limits));
  args.asserts?.forEach((assert, i) => checkTarget(assert, `asserts[${i}]`, limits));
  checkDistinct([...args.streams, ...(args.asserts ?? [])]);
  checkDistinctIds(args.streams);
  checkTotal(args, limits);
}

function checkCounts({ streams, asserts = [] }: AppendArgs, limits: Limits): void {
  const empty = streams.findIndex((stream) => stream.events.length === 0);
  if (streams.length === 0 || empty >= 0) {
    const path = streams.length === 0 ? "streams" : `streams[${empty}].events`;
    throw storeError("EMPTY_APPEND", `${path} is empty: an append writes at least one event.`, {
      path,
    });
  }
  const actual = streams.reduce((sum, stream) => sum + stream.events.length, 0);
  const limit = limits.maxEventsPerAppend;
  if (actual > limit) {
    const message = `${actual} events in one append; at most ${limit} are allowed.`;
    throw storeError("TOO_MANY_EVENTS", message, { path: "streams", limit, actual });
  }
  if (asserts.length > limit) {
    const message = `${asserts.length} asserts in one append; at most ${limit} are allowed.`;
    throw storeError("TOO_MANY_ASSERTS", message, {
      path: "asserts",
      limit,
      actual: asserts.length,
    });
  }
}

function checkStream(stream: StreamAppend, path: string, limits: Limits): void {
  checkTarget(stream, path, limits);
  stream.events.forEach((event, i) => checkEvent(event, `${path}.events[${i}]`, limits));
  if (stream.state === undefined) return;
  checkCount(stream.state.shape, `${path}.state.shape`);
  checkValue(stream.state.value, `${path}.state.value`, {
    ...limits,
    maxBytes: limits.maxStateBytes,
  });
}

function checkTarget(target: Assert, path: string, limits: Limits): void {
  checkId(target.streamType, { path: `${path}.streamType`, limits });
  checkId(target.streamId, { path: `${path}.streamId`, limits });
  checkExpectation(target.expected, `${path}.expected`);
}

function checkExpectation(expected: Expectation, path: string): void {
  if (typeof expected === "number") checkCount(expected, path);
}

function checkDistinct(targets: Assert[]): void {
  const seen = new Set<string>();
  for (const { streamType, streamId } of targets) {
    const key = joinKey(streamType, streamId);
    if (seen.has(key)) {
      const message = `The stream ${key} occurs twice in one append: put its events and its expectation in one entry.`;
      throw storeError("DUPLICATE_STREAM", message, { path: key });
    }
    seen.add(key);
  }
}

function checkDistinctIds(streams: StreamAppend[]): void {
  const seen = new Set<string>();
  for (const id of streams.flatMap((stream) => stream.events.flatMap((event) => event.id ?? []))) {
    if (seen.has(id)) {
      throw storeError("DUPLICATE_EVENT_ID", `Two events have the id ${id}.`, { path: id });
    }
    seen.add(id);
  }
}

function checkTotal({ streams }: AppendArgs, limits: Limits): void {
  const limit = limits.maxAppendBytes;
  const actual = getConvexSize(streams);
  if (actual > limit) {
    const message = `The append has ${actual} bytes; at most ${limit} are allowed.`;
    throw storeError("APPEND_TOO_LARGE", message, { path: "streams", limit, actual });
  }
}

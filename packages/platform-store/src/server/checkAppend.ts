import { joinKey } from "@convex-es/platform-base";
import { getConvexSize } from "convex/values";
import type { AppendArgs, Assert, StreamAppend } from "../contract/append.js";
import { refuse, type Fault } from "../contract/errors.js";
import {
  countFault,
  eventFault,
  firstFault,
  idFault,
  referenceFault,
  stateFault,
} from "../contract/faults.js";
import type { Limits } from "../contract/limits.js";

/** Throws the first thing that is wrong with an append by itself; what depends on the store comes after. */
export function checkAppend(args: AppendArgs, limits: Limits): void {
  const { tenant, metadata, idempotency, streams, asserts = [] } = args;
  refuse(
    numbersFault(args, limits) ??
      idFault(tenant, { path: "tenant", limits, mayBeEmpty: true }) ??
      firstFault(["actor", "correlationId", "causationId"] as const, (name) =>
        referenceFault(metadata[name], { path: `metadata.${name}`, limits }),
      ) ??
      (idempotency ? idFault(idempotency.key, { path: "idempotencyKey", limits }) : null) ??
      firstFault(streams, (stream, i) => streamFault(stream, `streams[${i}]`, limits)) ??
      firstFault(asserts, (assert, i) => targetFault(assert, `asserts[${i}]`, limits)) ??
      duplicateStreamFault([...streams, ...asserts]) ??
      duplicateIdFault(streams) ??
      totalFault(streams, limits),
  );
}

function numbersFault({ streams, asserts = [] }: AppendArgs, limits: Limits): Fault | null {
  const empty = streams.findIndex((stream) => stream.events.length === 0);
  if (streams.length === 0 || empty >= 0) {
    const path = streams.length === 0 ? "streams" : `streams[${empty}].events`;
    const message = `${path} is empty; an append writes at least one event`;
    return { code: "EMPTY_APPEND", message, path };
  }
  const events = streams.reduce((sum, stream) => sum + stream.events.length, 0);
  const limit = limits.maxEventsPerAppend;
  if (events > limit) {
    const message = `the append has ${events} events; at most ${limit} are allowed`;
    return { code: "TOO_MANY_EVENTS", message, path: "streams", limit, actual: events };
  }
  const actual = asserts.length;
  if (actual <= limit) return null;
  const message = `the append has ${actual} asserts; at most ${limit} are allowed`;
  return { code: "TOO_MANY_ASSERTS", message, path: "asserts", limit, actual };
}

function streamFault(stream: StreamAppend, path: string, limits: Limits): Fault | null {
  const { events, state } = stream;
  return (
    targetFault(stream, path, limits) ??
    firstFault(events, (event, i) => eventFault(event, `${path}.events[${i}]`, limits)) ??
    (state ? stateFault(state, `${path}.state`, limits) : null)
  );
}

function targetFault(target: Assert, path: string, limits: Limits): Fault | null {
  const { streamType, streamId, expected } = target;
  return (
    idFault(streamType, { path: `${path}.streamType`, limits }) ??
    idFault(streamId, { path: `${path}.streamId`, limits }) ??
    (typeof expected === "number" ? countFault(expected, `${path}.expected`) : null)
  );
}

function duplicateStreamFault(targets: Assert[]): Fault | null {
  const keys = targets.map(({ streamType, streamId }) => joinKey(streamType, streamId));
  const path = firstRepeated(keys);
  if (path === null) return null;
  const message = `the append names the stream ${path} twice; put its events and its expectation in one entry`;
  return { code: "DUPLICATE_STREAM", message, path };
}

function duplicateIdFault(streams: StreamAppend[]): Fault | null {
  const ids = streams.flatMap(({ events }) => events.flatMap(({ id }) => id ?? []));
  const path = firstRepeated(ids);
  if (path === null) return null;
  return { code: "DUPLICATE_EVENT_ID", message: `two events have the id ${path}`, path };
}

function firstRepeated(keys: string[]): string | null {
  const seen = new Set<string>();
  for (const key of keys) {
    if (seen.has(key)) return key;
    seen.add(key);
  }
  return null;
}

function totalFault(streams: StreamAppend[], limits: Limits): Fault | null {
  const limit = limits.maxAppendBytes;
  const actual = getConvexSize(streams);
  if (actual <= limit) return null;
  const message = `the append has ${actual} bytes; at most ${limit} are allowed`;
  return { code: "APPEND_TOO_LARGE", message, path: "streams", limit, actual };
}

import { checkStorable, findOversize, type ValueLimits } from "@convex-es/platform-base";
import { checkEventId, checkId } from "./checkId.js";
import { checkCount, checkTime } from "./checkNumber.js";
import { storeError } from "./errors.js";
import type { Limits } from "./limits.js";
import type { NewEvent, Tag } from "./shared.js";

/** Throws the first thing that is wrong with a new event. */
export function checkEvent(event: NewEvent, path: string, limits: Limits): void {
  if (event.id !== undefined) checkEventId(event.id, `${path}.id`);
  checkId(event.type, { path: `${path}.type`, limits });
  checkId(event.context, { path: `${path}.context`, limits });
  checkCount(event.schemaVersion, `${path}.schemaVersion`, 1);
  checkTime(event.occurredAt, `${path}.occurredAt`);
  checkTags(event.tags, `${path}.tags`, limits);
  checkValue(event.payload, `${path}.payload`, { ...limits, maxBytes: limits.maxPayloadBytes });
}

function checkTags(tags: Tag[], path: string, limits: Limits): void {
  const limit = limits.maxTagsPerEvent;
  const actual = tags.length;
  if (actual > limit) {
    const message = `${path} has ${actual} tags; at most ${limit} are allowed.`;
    throw storeError("TOO_MANY_TAGS", message, { path, limit, actual });
  }
  tags.forEach((tag, i) => {
    checkId(tag.name, { path: `${path}[${i}].name`, limits });
    checkId(tag.value, { path: `${path}[${i}].value`, limits, mayBeEmpty: true });
  });
}

/** Throws unless a value can be stored and keeps within the limits. */
export function checkValue(value: unknown, path: string, limits: ValueLimits): void {
  checkStorable(value, path);
  const oversize = findOversize(value, limits, path);
  if (oversize === null) return;
  const { code, ...place } = oversize;
  const message = `${place.path} is too large (${code}): ${place.actual}, at most ${place.limit} is allowed.`;
  throw storeError(code, message, place);
}

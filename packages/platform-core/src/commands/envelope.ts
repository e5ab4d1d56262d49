import { trusted } from "../contract/boundary.js";
import { findOversize, textProblem, toStorable } from "@convex-es/platform-base";
import { isCommandId } from "@convex-es/platform-bus";
import type { Limits } from "@convex-es/platform-store";
import { v, type Infer, type Value } from "convex/values";
import { validate } from "convex-helpers/validators";
import type { AnyCommand } from "../declarations/command.js";
import { deepFreeze } from "../base/deepFreeze.js";
import { infrastructureDataOf } from "../base/infrastructureError.js";
import { refused, type Refused } from "../declarations/outcome.js";
import type { InputIssue } from "../declarations/refusalCodes.js";

/** The one reserved field of a command's arguments; the caller makes `commandId` once per intent. */
export const vCommandMeta = v.object({
  commandId: v.optional(v.string()),
  correlationId: v.optional(v.string()),
  expectedVersion: v.optional(v.number()),
  occurredAt: v.optional(v.number()),
});
/** The envelope of a command: every field is optional and outside the command's payload. */
export type CommandMeta = { [Field in keyof Given]: Given[Field] | undefined };
type Given = Infer<typeof vCommandMeta>;

/** The envelope of a command that server code sends. */
export type ServerMeta = CommandMeta & {
  /** The id of the event or command that caused this one, at most 1,024 characters: a trace shows it below that. */
  causationId?: string | undefined;
};

/** What a command may weigh: its own fields together. */
const maxCommandBytes = 1024 * 1024;

/** The fields of a call as Convex can hold them, or the refusal of what it cannot. */
export type ReadFields = { fields: Record<string, Value> } | Refused;

/** Reads the fields of a call; `undefined` ones are left out. */
export function readFields(fields: Record<string, unknown>): ReadFields {
  if (!isFields(fields)) {
    return invalid([{ path: "args", message: "must be an object with the command's fields" }]);
  }
  try {
    return { fields: deepFreeze(toStorable(trusted<Record<string, Value>>(fields), "")) };
  } catch (error) {
    const data = infrastructureDataOf(error);
    if (data === null) throw error;
    return invalid([{ path: data.path ?? "", message: data.message }]);
  }
}

const isFields = (given: unknown): boolean =>
  typeof given === "object" && given !== null && !Array.isArray(given);

type Form = { args: Record<string, Value>; meta: ServerMeta };

/** What is wrong with the form of a call: its envelope, id, size and shape; the first thing found. */
export function structureIssue(
  command: AnyCommand,
  { args, meta }: Form,
  limits: Limits,
): InputIssue | null {
  return (
    metaIssue(meta) ??
    aggregateIdIssue(command.aggregate.idField, args, limits) ??
    sizeIssue(args, limits) ??
    shapeIssue(command, args)
  );
}

/** The refusal of an input with these issues. */
export const invalid = (issues: InputIssue[]): Refused =>
  refused("INVALID_INPUT", issues.map(({ path, message }) => `${path}: ${message}`).join("; "), {
    issues,
  });

const metaFields = [...Object.keys(vCommandMeta.fields), "causationId"];

/** What is wrong with the envelope of a call, or `null`. */
export function metaIssue(meta: ServerMeta): InputIssue | null {
  const unknown = Object.keys(meta).find((field) => !metaFields.includes(field));
  if (unknown !== undefined) {
    return { path: `meta.${unknown}`, message: `unknown field; known: ${metaFields.join(", ")}` };
  }
  for (const field of ["commandId", "correlationId"] as const) {
    if (meta[field] !== undefined && !isCommandId(meta[field])) {
      return {
        path: `meta.${field}`,
        message: "use 1 to 128 characters of A-Z a-z 0-9 . _ : - (makeCommandId() makes one)",
      };
    }
  }
  const { expectedVersion, occurredAt, causationId } = meta;
  const problem = causationId === undefined ? null : textProblem(causationId, { maxLength: 1024 });
  if (problem !== null) return { path: "meta.causationId", message: problem.message };
  if (expectedVersion !== undefined && !isVersion(expectedVersion)) {
    return { path: "meta.expectedVersion", message: "must be a whole number from 0 on" };
  }
  if (occurredAt !== undefined && !isTime(occurredAt)) {
    const message = "must be milliseconds since 1970, as Date.now() gives";
    return { path: "meta.occurredAt", message };
  }
  return null;
}

const isVersion = (value: unknown) => Number.isSafeInteger(value) && trusted<number>(value) >= 0;

const isTime = (value: unknown) => typeof value === "number" && Math.abs(value) <= 8.64e15;

function aggregateIdIssue(
  path: string,
  args: Record<string, Value>,
  limits: Limits,
): InputIssue | null {
  const id = args[path];
  if (typeof id !== "string") return { path, message: "must be a string" };
  if (id === "") return { path, message: "must not be empty" };
  if (id.length <= limits.maxIdLength) return null;
  return { path, message: `must have at most ${limits.maxIdLength} characters` };
}

function sizeIssue(args: Record<string, Value>, limits: Limits): InputIssue | null {
  const oversize = findOversize(args, { ...limits, maxBytes: maxCommandBytes }, "");
  if (oversize === null) return null;
  const { code, path, limit, actual } = oversize;
  const message = `is too large (${code}): ${actual}, at most ${limit}; send less in one command`;
  return { path: path === "" ? "args" : path, message };
}

function shapeIssue(command: AnyCommand, args: Record<string, Value>): InputIssue | null {
  try {
    if (!validate(command.args, args)) validate(command.args, args, { throw: true });
    return null;
  } catch (error) {
    const { path = "args", message } = trusted<{ path?: string; message: string }>(error);
    return { path, message };
  }
}

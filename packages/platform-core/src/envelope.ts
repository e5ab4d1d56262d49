import { isCommandId } from "@convex-es/platform-bus";
import { findOversize, toStorable, type Limits } from "@convex-es/platform-store";
import { v, type Infer, type Value } from "convex/values";
import { validate } from "convex-helpers/validators";
import type { AnyCommand } from "./command.js";
import { deepFreeze } from "./deepFreeze.js";
import { infrastructureDataOf } from "./infrastructureError.js";
import { automaticCommandId } from "./newIds.js";
import { refused, type InputIssue, type Refused } from "./outcome.js";
import { issuesOf } from "./refinement.js";

/** The one reserved field of a command's arguments; the caller makes `commandId` once per intent. */
export const vCommandMeta = v.object({
  commandId: v.optional(v.string()),
  correlationId: v.optional(v.string()),
  expectedVersion: v.optional(v.number()),
  occurredAt: v.optional(v.number()),
});
export type CommandMeta = { [Field in keyof Given]: Given[Field] | undefined };
type Given = Infer<typeof vCommandMeta>;

/** A command whose form has been checked: everything later steps need to know about the call. */
export type Envelope = {
  commandId: string;
  /** Whether the caller made the id and so can send the command twice. */
  callerMadeId: boolean;
  correlationId: string;
  expectedVersion: number | undefined;
  occurredAt: number | undefined;
  aggregateId: string;
  args: Record<string, Value>;
};

/** What a command may weigh: its own fields together. */
const maxCommandBytes = 1024 * 1024;

/** Checks the form of a call (ids, meta, sizes, refinements) before anything is read: an envelope, or INVALID_INPUT. */
export function openEnvelope(
  command: AnyCommand,
  input: { args: Record<string, unknown>; meta: CommandMeta | undefined },
  limits: Limits,
): Envelope | Refused {
  const read = argsOf(input.args);
  if (read.issue !== null) return invalid([read.issue]);
  const meta = input.meta ?? {};
  const issue =
    metaIssue(meta) ??
    idIssue(command.aggregate.idField, read.args, limits) ??
    sizeIssue(read.args, limits);
  const issues = issue === null ? fieldIssues(command, read.args) : [issue];
  return issues.length > 0 ? invalid(issues) : envelopeOf(command, read.args, meta);
}

function envelopeOf(command: AnyCommand, args: Record<string, Value>, meta: CommandMeta): Envelope {
  const commandId = meta.commandId ?? automaticCommandId();
  return {
    commandId,
    callerMadeId: meta.commandId !== undefined,
    correlationId: meta.correlationId ?? commandId,
    expectedVersion: meta.expectedVersion,
    occurredAt: meta.occurredAt,
    aggregateId: args[command.aggregate.idField] as string,
    args: deepFreeze(args),
  };
}

const invalid = (issues: InputIssue[]) =>
  refused("INVALID_INPUT", issues.map(({ path, message }) => `${path}: ${message}`).join("; "), {
    issues,
  });

type Read = { issue: null; args: Record<string, Value> } | { issue: InputIssue };

function argsOf(fields: Record<string, unknown>): Read {
  try {
    return { issue: null, args: toStorable(fields as Record<string, Value>, "") };
  } catch (error) {
    const data = infrastructureDataOf(error);
    if (data === null) throw error;
    return { issue: { path: "path" in data ? String(data.path) : "", message: data.message } };
  }
}

function metaIssue(meta: CommandMeta): InputIssue | null {
  for (const field of ["commandId", "correlationId"] as const) {
    if (meta[field] !== undefined && !isCommandId(meta[field])) {
      return {
        path: `meta.${field}`,
        message: "use 1 to 128 characters of A-Z a-z 0-9 . _ : - (makeCommandId() makes one)",
      };
    }
  }
  const { expectedVersion, occurredAt } = meta;
  if (expectedVersion !== undefined && !isVersion(expectedVersion)) {
    return { path: "meta.expectedVersion", message: "must be a whole number from 0 on" };
  }
  if (occurredAt !== undefined && !isTime(occurredAt)) {
    const message = "must be milliseconds since 1970, as Date.now() gives";
    return { path: "meta.occurredAt", message };
  }
  return null;
}

const isVersion = (value: unknown) => Number.isSafeInteger(value) && (value as number) >= 0;

const isTime = (value: unknown) => typeof value === "number" && Math.abs(value) <= 8.64e15;

function idIssue(path: string, args: Record<string, Value>, limits: Limits): InputIssue | null {
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

function fieldIssues(command: AnyCommand, args: Record<string, Value>): InputIssue[] {
  try {
    validate(command.args, args, { throw: true });
  } catch (error) {
    const { path = "args", message } = error as { path?: string; message: string };
    return [{ path, message }];
  }
  return issuesOf(command.args, args);
}

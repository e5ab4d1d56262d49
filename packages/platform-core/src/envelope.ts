import { isCommandId } from "@convex-es/platform-bus";
import { findOversize, toStorable, type Limits } from "@convex-es/platform-store";
import { v, type Infer, type Value } from "convex/values";
import { validate } from "convex-helpers/validators";
import type { AnyCommand } from "./command.js";
import { infrastructureDataOf } from "./infrastructureError.js";
import { automaticCommandId } from "./newIds.js";
import { refused, type Refused } from "./outcome.js";
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
  input: Record<string, unknown>,
  limits: Limits,
): Envelope | Refused {
  const { meta, ...rest } = input as { meta?: CommandMeta };
  const args = storable(rest);
  if ("status" in args) return args as Refused;
  const aggregateId = args[command.aggregate.idField];
  const problem =
    metaProblem(meta ?? {}) ??
    idProblem(command.aggregate.idField, aggregateId, limits) ??
    sizeProblem(args, limits) ??
    fieldProblem(command, args);
  if (problem !== null) return invalid(problem);
  const commandId = meta?.commandId ?? automaticCommandId();
  return {
    commandId,
    callerMadeId: meta?.commandId !== undefined,
    correlationId: meta?.correlationId ?? commandId,
    expectedVersion: meta?.expectedVersion,
    occurredAt: meta?.occurredAt,
    aggregateId: aggregateId as string,
    args,
  };
}

type Problem = { path: string; message: string };

const invalid = (problem: Problem) =>
  refused("INVALID_INPUT", `${problem.path}: ${problem.message}`, { issues: [problem] });

function storable(args: Record<string, unknown>): Record<string, Value> | Refused {
  try {
    return toStorable(args as Record<string, Value>, "args");
  } catch (error) {
    const data = infrastructureDataOf(error);
    if (data === null) throw error;
    const path = "path" in data ? String(data.path) : "args";
    return invalid({ path, message: data.message });
  }
}

function metaProblem(meta: CommandMeta): Problem | null {
  for (const field of ["commandId", "correlationId"] as const) {
    if (meta[field] !== undefined && !isCommandId(meta[field])) {
      return {
        path: `meta.${field}`,
        message: "use 1 to 128 characters of A-Z a-z 0-9 . _ : - (makeCommandId() makes one)",
      };
    }
  }
  const { expectedVersion, occurredAt } = meta;
  if (expectedVersion !== undefined && !(Number.isSafeInteger(expectedVersion) && expectedVersion >= 0)) {
    return { path: "meta.expectedVersion", message: "must be a whole number from 0 on" };
  }
  if (occurredAt !== undefined && !(Math.abs(occurredAt) <= 8.64e15)) {
    return { path: "meta.occurredAt", message: "must be milliseconds since 1970, as Date.now() gives" };
  }
  return null;
}

function idProblem(field: string, id: unknown, limits: Limits): Problem | null {
  if (typeof id !== "string") return { path: field, message: "must be a string" };
  if (id === "") return { path: field, message: "must not be empty" };
  if (id.length > limits.maxIdLength) {
    return { path: field, message: `must have at most ${limits.maxIdLength} characters` };
  }
  return null;
}

function sizeProblem(args: Record<string, Value>, limits: Limits): Problem | null {
  const oversize = findOversize(args, { ...limits, maxBytes: maxCommandBytes }, "args");
  if (oversize === null) return null;
  const { path, limit, actual } = oversize;
  return { path, message: `is too large: ${actual}, at most ${limit}; send less in one command` };
}

function fieldProblem(command: AnyCommand, args: Record<string, Value>): Problem | null {
  try {
    validate(command.args, args, { throw: true });
  } catch (error) {
    const path = (error as { path?: string }).path ?? "args";
    return { path, message: error instanceof Error ? error.message : String(error) };
  }
  return issuesOf(command.args, args)[0] ?? null;
}

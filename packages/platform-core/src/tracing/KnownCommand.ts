import type { CommandStatus } from "@convex-es/platform-bus";

/** A command that has a record. */
export type KnownCommand = Extract<CommandStatus, { commandId: string }>;

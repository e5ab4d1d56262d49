import { commitArgs, openArgs, vCommitResult, vOpened } from "../contract/commands.js";
import { commit as commitCommands } from "../server/commit.js";
import { open as openCommand } from "../server/open.js";
import { mutation } from "./_generated/server.js";

// Every command calls these two; an entry of their own keeps the rest of the component out of each call.

/** Settles a command and loads the head of its stream. */
export const open = mutation({
  args: openArgs,
  returns: vOpened,
  handler: openCommand,
});

/** Writes what commands decided, and how each ended. */
export const commit = mutation({
  args: commitArgs,
  returns: vCommitResult,
  handler: commitCommands,
});

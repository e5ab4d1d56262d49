import {
  commitArgs,
  loadStatesArgs,
  openArgs,
  vCommitResult,
  vOpened,
  vStates,
} from "../contract/commands.js";
import { commit as commitCommands } from "../server/commit.js";
import { loadStates as loadHeads } from "../server/heads.js";
import { open as openCommand } from "../server/open.js";
import { mutation, query } from "./_generated/server.js";

// Every command calls these; an entry of their own keeps the rest of the component out of each call.

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

/** The heads of some streams. */
export const loadStates = query({
  args: loadStatesArgs,
  returns: vStates,
  handler: loadHeads,
});

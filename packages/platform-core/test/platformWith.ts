import type { AnyCommand } from "../src/declarations/command.js";
import {
  createPlatform,
  type PlatformOptions,
  type Sending,
} from "../src/platform/createPlatform.js";
import type { CommandMeta } from "../src/commands/envelope.js";
import type { Middleware } from "../src/middleware.js";
import type { AnyOutcome } from "../src/declarations/outcome.js";
import { bank, deposit } from "./bank.js";
import { ann, type App } from "./initConvexTest.js";
import { notes } from "./notes.js";
import { actorOf, components } from "./platform.js";
import schema from "./schema.js";

const quiet = { sink: () => undefined };

/** The fixture's contexts on a platform with these options. */
export const platformWith = (options: Partial<PlatformOptions>) =>
  createPlatform(components, {
    schema,
    contexts: [bank, notes],
    actor: actorOf,
    log: quiet,
    ...options,
  });

/** The fixture's contexts with these layers around their commands. */
export const layered = (...middleware: Middleware[]) => platformWith({ middleware });

type Given = { args?: Record<string, unknown>; actor?: Sending<AnyCommand>["actor"] };

/** Sends a deposit of 5 to the account "a". */
export const sendDeposit = (
  t: App,
  platform: ReturnType<typeof platformWith>,
  { args = {}, actor = ann, ...meta }: Given & CommandMeta = {},
): Promise<AnyOutcome> =>
  t.mutation((ctx) =>
    platform.execute(ctx, deposit, {
      actor,
      args: { accountId: "a", cents: 5, ...args },
      meta,
    }),
  );

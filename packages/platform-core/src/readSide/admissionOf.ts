import { trusted } from "../contract/boundary.js";
import type { Auth } from "convex/server";
import { DeclarationError, infrastructureError, step } from "../base/infrastructureError.js";
import { synchronous } from "../base/synchronous.js";
import {
  assertActorDeclared,
  readerFrom,
  type Actor,
  type ActorOf,
} from "../declarations/actor.js";

/** Who may read a view. Without options: whoever is signed in, every row of their tenant. */
export type ViewOptions<Row> = {
  /** Anyone may read, signed in or not; who is not signed in sees the tenant `""`. */
  open?: boolean | undefined;
  /**
   * Whether an actor may see a row: anything but `true` refuses it. `row` is `null` where the key has none, so that the rule also decides who learns that. Must be
   * synchronous. A refused `get` or `read` throws FORBIDDEN.
   */
  authorise?: ((actor: Actor, found: { key: string; row: Row | null }) => boolean) | undefined;
  /**
   * What a page does with rows that `authorise` refuses: `"refuse"` (default) throws FORBIDDEN, `"filter"` leaves them out, so
   * that a page may hold fewer rows than it was asked for.
   */
  pages?: "refuse" | "filter" | undefined;
};

/** The options of a view, its row type forgotten. */
export type AnyViewOptions = Omit<ViewOptions<never>, "authorise"> & {
  authorise?: ((actor: Actor, found: never) => boolean) | undefined;
};

type AskedRow = { key: string; row: unknown };

/** Lets readers of one view in, or refuses them with a typed error. */
export type Admission = {
  /** The actor who reads; throws UNAUTHENTICATED for nobody unless the view is open. */
  enter: (ctx: { auth: Auth }) => Promise<Actor>;
  /** Throws FORBIDDEN unless the rule lets the actor see the row. */
  admit: (actor: Actor, found: AskedRow) => Promise<void>;
  /** The rows of a page that the actor sees. */
  admitted: <Row extends { key: string }>(actor: Actor, rows: readonly Row[]) => Promise<Row[]>;
};

const optionNames = ["open", "authorise", "pages"];

/** The admission of a view; throws a DeclarationError for options that say nothing or contradict each other. */
export function admissionOf(name: string, actorOf: ActorOf, options: AnyViewOptions): Admission {
  assertOptions(name, options);
  if (options.authorise !== undefined) assertActorDeclared(actorOf, [`the view "${name}"`]);
  const { open: isOpen = false, pages = "refuse" } = options;
  const rule = trusted<((actor: Actor, found: AskedRow) => unknown) | undefined>(options.authorise);
  const problem = `Sign in first: reading ${name} needs an actor.`;
  const isAllowed = async (actor: Actor, found: AskedRow): Promise<boolean> =>
    rule === undefined ||
    (await step(
      "AUTHORISE_FAILED",
      `authorise of the view "${name}"`,
      () => synchronous(rule(actor, found)) === true,
    ));
  const admit = async (actor: Actor, found: AskedRow) => {
    if (await isAllowed(actor, found)) return;
    throw infrastructureError(
      "FORBIDDEN",
      `${actor.id} may not read the row "${found.key}" of ${name}.`,
    );
  };
  return {
    enter: async ({ auth }) => await readerFrom(auth, actorOf, { isOpen, problem }),
    admit,
    admitted: async (actor, rows) => {
      const seen = [];
      for (const row of rows) {
        const found = { key: row.key, row };
        if (pages === "refuse") await admit(actor, found);
        if (pages === "refuse" || (await isAllowed(actor, found))) seen.push(row);
      }
      return seen;
    },
  };
}

function assertOptions(name: string, options: AnyViewOptions): void {
  const fail = (problem: string) => {
    throw new DeclarationError(`The view of "${name}": ${problem}`);
  };
  const unknown = Object.keys(options).find((option) => !optionNames.includes(option));
  if (unknown !== undefined) fail(`unknown option "${unknown}"; known: ${optionNames.join(", ")}`);
  const { open, authorise, pages } = options;
  if (open !== undefined && typeof open !== "boolean") fail("open must be true or false");
  if (authorise !== undefined && typeof authorise !== "function") {
    fail("authorise must be a function that returns true or false");
  }
  if (pages !== undefined && pages !== "refuse" && pages !== "filter") {
    fail('pages must be "refuse" or "filter"');
  }
  if (pages !== undefined && authorise === undefined) {
    fail("pages says what to do with rows that authorise refuses; give authorise too");
  }
}

import store from "@convex-es/platform-store/test";
import { convexTest } from "convex-test";
import { makeFunctionReference } from "convex/server";
import core from "../../src/test.js";
import type { Freshness } from "../../src/client.js";
import type { Executed, Position } from "../../src/index.js";
import type { RowAnswer } from "../../src/readSide/readRow.js";
import * as market from "./market.js";

const { platform, trade, visits, schema } = market;
const views = { stalls: market.stalls, takings: market.takings, crowds: market.crowds };

const modules = {
  "./_generated/api.ts": async () => ({}),
  "./platform.ts": async () => platform.runtime(),
  "./trade.ts": async () => platform.mutations(trade),
  "./visits.ts": async () => platform.mutations(visits),
  ...Object.fromEntries(
    Object.entries(views).flatMap(([name, projection]) => [
      [`./${name}.ts`, async () => platform.view(projection)],
      [`./${name}Now.ts`, async () => platform.reactiveView(projection)],
    ]),
  ),
};

export type ViewName = keyof typeof views;
type Row = { key: string; count: number; digest: number };

const command = <Args>(path: string) =>
  makeFunctionReference<"mutation", Args & Record<string, unknown>, Executed>(path);

/** The functions of the app. */
export const fn = {
  sellItems: command<{ stallId: string; owner: string; cents: number[] }>("trade:sellItems"),
  paintSign: command<{ stallId: string }>("trade:paintSign"),
  visit: command<{ visitorId: string; owner: string; cents: number }>("visits:visit"),
  get: (view: ViewName) =>
    makeFunctionReference<"query", { key: string }, Row | null>(`${view}:get`),
  freshness: (view: ViewName) =>
    makeFunctionReference<"query", { position: Position | null }, Freshness>(`${view}:freshness`),
  read: (view: ViewName) =>
    makeFunctionReference<"query", { key: string; after: Position | null }, RowAnswer<Row>>(
      `${view}:read`,
    ),
  now: (view: ViewName) =>
    makeFunctionReference<"query", { key: string }, RowAnswer<Row>>(`${view}Now:get`),
};

/** The market on the real components, empty; fake timers must be on where read models are to be written. */
export function initMarket() {
  const t = convexTest({ schema, modules: modules as never, transactionLimits: true });
  store.register(t);
  store.register(t, "visitStore");
  core.register(t);
  return t;
}
export type MarketApp = ReturnType<typeof initMarket>;

/** The market as somebody of a tenant sees it. */
export const as = (t: MarketApp, tenant = "") => t.withIdentity({ subject: "ann", tenant });

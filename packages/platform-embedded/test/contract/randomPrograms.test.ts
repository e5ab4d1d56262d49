import type { ConvexClient } from "convex/browser";
import { makeFunctionReference } from "convex/server";
import type { Value } from "convex/values";
import { expect } from "vitest";
import type { RunOutcome } from "../../proof/load/commandCalls.js";
import { seededRandom } from "@convex-es/platform-testing/engine";
import { deploymentTest as test, Updates, type HttpCalls } from "../deploymentTest.js";

type Args = Record<string, Value>;
type Step = { readonly path: string; readonly args: Args };
type Both = { readonly own: number; readonly counter: number };
type Watched = { readonly updates: Updates; readonly query: Step };

const channelCount = 3;
const stepCount = 30;
const writerCount = 6;
const talliesQuery: Step = { path: "commands:tallies", args: {} };

const pick = <T>(items: readonly T[], random: () => number): T =>
  items[Math.floor(random() * items.length)]!;

/** The next write of a random program: into the app, into app and component, through a component, a patch, or a failure. */
function randomStep(channels: readonly string[], random: () => number): Step {
  const channel = pick(channels, random);
  return pick<Step>(
    [
      { path: "messages:send", args: { channel, text: `${Math.floor(random() * 1e6)}` } },
      { path: "counted:add", args: { name: channel } },
      { path: "commands:execute", args: { run: channel, command: `${Math.floor(random() * 5)}` } },
      { path: "commands:tally", args: { name: channel } },
      { path: "messages:refuse", args: { code: channel } },
    ],
    random,
  );
}

const queriesOf = (channel: string): Step[] => [
  { path: "messages:list", args: { channel } },
  { path: "counted:both", args: { name: channel } },
  { path: "commands:outcome", args: { run: channel } },
  { path: "messages:page", args: { channel, paginationOpts: { numItems: 1e4, cursor: null } } },
];

const watch = (client: ConvexClient, query: Step): Watched => ({
  query,
  updates: new Updates(client, query.path, query.args),
});

const shown = (value: unknown): unknown =>
  value && typeof value === "object" && "page" in value ? value.page : value;

async function expectFresh(watched: readonly Watched[], http: HttpCalls): Promise<void> {
  const fresh = await Promise.all(watched.map(({ query }) => http.query(query.path, query.args)));
  const live = watched.map(({ updates, query }) => [query, shown(updates.last)]);
  expect(live).toEqual(watched.map(({ query }, i) => [query, shown(fresh[i])]));
}

test.for([1, 2, 3])(
  "in a random program every live query is as a fresh one after every commit (seed %i)",
  async (seed, { connect, http, channel }) => {
    const random = seededRandom(seed);
    const channels = Array.from({ length: channelCount }, (_, i) => `${channel} ${i}`);
    const client = connect();
    const watched = [talliesQuery, ...channels.flatMap(queriesOf)].map((query) =>
      watch(client, query),
    );
    await Promise.all(
      watched.map(({ updates }) => updates.until(({ values }) => values.length > 0)),
    );
    for (let i = 0; i < stepCount; i++) {
      const { path, args } = randomStep(channels, random);
      // Its own mutation is answered to a client when its live queries have caught up.
      await client.mutation(makeFunctionReference<"mutation">(path), args).catch(() => null);
      await expectFresh(watched, http);
    }
  },
);

test.for([1, 2, 3])(
  "no transition under parallel writers shows half of a mutation, in one query or between two (seed %i)",
  async (seed, { connect, http, channel }) => {
    const random = seededRandom(seed);
    const client = connect();
    const both = new Updates<Both>(client, "counted:both", { name: channel });
    const list = new Updates<string[]>(client, "messages:list", { channel });
    await both.until(({ values }) => values.length > 0);
    await list.until(({ values }) => values.length > 0);
    const torn: unknown[] = [];
    const seen = { transitions: 0 };
    client.client.addOnTransitionHandler(() => {
      seen.transitions += 1;
      const [{ own, counter } = { own: 0, counter: 0 }, texts = []] = [both.last, list.last];
      if (own !== counter || own !== texts.length) torn.push([own, counter, texts.length]);
    });
    const writers = Array.from({ length: writerCount }, async (_, writer) => {
      const socket = connect();
      for (let i = 0; i < 10; i++) {
        const overSocket = writer % 2 === 0 && random() < 0.7;
        const add = makeFunctionReference<"mutation">("counted:add");
        if (overSocket) await socket.mutation(add, { name: channel });
        else await http.mutation("counted:add", { name: channel });
      }
    });
    await Promise.all(writers);
    await both.until(({ last }) => last?.own === writerCount * 10);
    expect(torn).toEqual([]);
    expect(seen.transitions).toBeGreaterThan(writerCount);
  },
);

test.for([1, 2, 3])(
  "a race of random commands loses no update, doubles no command, tears no mutation, and clients are told (seed %i)",
  async (seed, { deployment, connect, http, channel }) => {
    const { engine } = deployment.deployment.running!;
    const random = seededRandom(seed);
    const tallies = new Updates<{ name: string; value: number }[]>(connect(), "commands:tallies");
    const steps: Step[] = [
      ...Array.from({ length: 5 }, () => ({ path: "commands:tally", args: { name: channel } })),
      ...Array.from({ length: 15 }, () => randomStep([channel], random)),
    ];
    const operations = steps.map(({ path, args }) => ({ fn: path, args }));
    const { outcomes } = await engine.race(operations, { seed, clientRetries: 50 });
    const committed = steps.filter((_, i) => outcomes[i]?.status === "committed");
    const of = (path: string) => committed.filter((step) => step.path === path);
    const sent = new Set(of("commands:execute").map(({ args }) => args["command"]));
    const counted = of("counted:add").length;

    expect(committed).toEqual(steps.filter(({ path }) => path !== "messages:refuse"));
    expect(outcomes.some(({ conflicts }) => conflicts.length > 0)).toBe(true);
    const left = await http.query<RunOutcome>("commands:outcome", { run: channel });
    expect(left.commands.map(({ command }) => command).sort()).toEqual([...sent].sort());
    expect(left.counted).toBe(counted + sent.size);
    await tallies.until(
      ({ last }) =>
        last?.find(({ name }) => name === channel)?.value === of("commands:tally").length,
    );
  },
);

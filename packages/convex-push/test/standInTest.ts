import { test } from "vitest";
import type { PushAnalysis } from "../src/protocol/pushAnalysis.ts";
import type { PushRequest } from "../src/protocol/pushRequest.ts";
import { startStandIn } from "../src/endpoints/startStandIn.ts";

/** What a push led to: its analysis, or the problems for which it was refused. */
export type PushOutcome =
  | { readonly status: 200; readonly analysis: PushAnalysis }
  | { readonly status: 400; readonly problems: readonly string[] };

/** A test with `push`, which sends requests to one running stand-in per file. */
export const standInTest = test.extend<{ push: (request: PushRequest) => Promise<PushOutcome> }>({
  push: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      await using standIn = await startStandIn({ importLimitMs: 500 });
      await use((request) => push(standIn.url, request));
    },
    { scope: "file" },
  ],
});

async function push(url: string, request: PushRequest): Promise<PushOutcome> {
  const response = await fetch(`${url}/api/deploy2/start_push`, {
    method: "POST",
    body: JSON.stringify(request),
  });
  if (response.ok) return { status: 200, analysis: (await response.json()) as PushAnalysis };
  const { message } = (await response.json()) as { message: string };
  return { status: 400, problems: message.split("\n") };
}

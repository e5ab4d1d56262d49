import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { failureOf } from "../../test/initConvexTest.js";
import { Deployment } from "../../test/rebuilds/Deployment.js";
import { totals } from "../../test/rebuilds/meters.js";

beforeEach(() => {
  vi.useFakeTimers({ now: 1_800_000_000_000 });
});
afterEach(() => {
  vi.useRealTimers();
});

const meters = ["a", "b", "c", "d", "e", "f", "g"];

async function filled(): Promise<Deployment> {
  const deployment = new Deployment(totals());
  for (const meterId of meters) await deployment.read("acme", { meterId });
  await deployment.drain();
  return deployment;
}

async function rebuilt(deployment: Deployment, options: object = {}): Promise<void> {
  await deployment.start(options);
  await deployment.drain();
}

const orders = ["asc", "desc"] as const;

describe.each(orders)("pages in key order, %s,", (order) => {
  const expected = order === "asc" ? meters : meters.toReversed();
  const pages = (deployment: Deployment) => {
    const seen: string[] = [];
    let cursor: string | null = null;
    const next = async (): Promise<boolean> => {
      const page = await deployment.page("acme", { order, page: { numItems: 2, cursor } });
      seen.push(...page.page.map(({ key }) => key));
      cursor = page.continueCursor;
      return page.isDone;
    };
    return { seen, next };
  };

  test.each([
    ["of everything", {}],
    ["of the tenant", { tenant: "acme" }],
  ])(
    "PR-11 show every row once over the cut-over of a rebuild %s, and over two",
    async (_of, scope) => {
      const deployment = await filled();
      const { seen, next } = pages(deployment);
      await next();
      await rebuilt(deployment, scope);
      await next();
      await next();
      await rebuilt(deployment, scope);
      while (!(await next()));
      expect(seen).toEqual(expected);
    },
  );

  test("PR-11 go on in a new version", async () => {
    const deployment = await filled();
    const { seen, next } = pages(deployment);
    await next();
    deployment.deploy(totals({ version: 2, replaces: totals() }));
    await deployment.read("acme", { meterId: "a" });
    await deployment.drain();
    while (!(await next()));
    expect(seen).toEqual(expected);
  });
});

describe("a cursor", () => {
  const first = { numItems: 2, cursor: null };
  const after = async (deployment: Deployment, args: object = {}) =>
    (await deployment.page("acme", { ...args, page: first })).continueCursor;

  test.each([
    ["the other order", "acme", { order: "desc" as const }],
    ["a range", "acme", { range: "b" }],
    ["another tenant", "zeta", {}],
  ])("PR-11 is refused by a query of %s", async (_what, tenant, args) => {
    const deployment = await filled();
    const cursor = await after(deployment);
    const page = deployment.page(tenant, { ...args, page: { numItems: 2, cursor } });
    expect(await failureOf(page)).toMatchObject({
      code: "CURSOR_FOREIGN",
      paginationError: "InvalidCursor",
    });
  });

  test("PR-11 that no page returned is refused", async () => {
    const deployment = await filled();
    for (const cursor of ["", "[]", `${await after(deployment)}0`]) {
      const page = deployment.page("acme", { page: { numItems: 2, cursor } });
      expect(await failureOf(page)).toMatchObject({ code: "CURSOR_INVALID" });
    }
  });

  test("PR-11 of a range is exact until a cut-over, and refused after it", async () => {
    const deployment = await filled();
    const cursor = await after(deployment, { range: "c" });
    const next = () => deployment.page("acme", { range: "c", page: { numItems: 2, cursor } });
    expect((await next()).page).toMatchObject([{ key: "e" }, { key: "f" }]);
    await rebuilt(deployment);
    expect(await failureOf(next())).toMatchObject({ code: "CURSOR_STALE" });
  });

  test("PR-11 that ends a page means the same row until a cut-over, and is refused after it", async () => {
    const deployment = await filled();
    const endCursor = await after(deployment);
    const page = () => deployment.page("acme", { page: { numItems: 5, cursor: null, endCursor } });
    expect((await page()).page).toMatchObject([{ key: "a" }, { key: "b" }]);
    await rebuilt(deployment);
    expect(await failureOf(page())).toMatchObject({ code: "CURSOR_STALE" });
  });
});

// @vitest-environment node
import { sendCommand, unwrap, waitForFresh } from "@convex-es/platform-core/client";
import { ConvexClient, ConvexHttpClient } from "convex/browser";
import { expect } from "vitest";
import { api } from "./app/api.js";
import { shopTest } from "./shopTest.js";

const { placeOrder, getSales, getSalesNow, salesFreshness } = api.shop;

const test = shopTest.extend<{ client: ConvexClient }>({
  client: async ({ deployment }, use) => {
    const client = new ConvexClient(deployment.url, {
      logger: false,
      skipConvexDeploymentUrlCheck: true,
    });
    await use(client);
    await client.close();
  },
});

const order = (product: string, n: number) => ({ orderId: `${product}${n}`, product, cents: 250 });

test("PR-7 a client over WebSocket waits for its own write, and then reads it", async ({
  client,
}) => {
  const product = "tea";
  for (let n = 1; n <= 3; n++) {
    const command = { mutation: placeOrder, args: order(product, n) };
    const outcome = unwrap(await sendCommand(client, command));
    const freshness = await waitForFresh(client, { freshness: salesFreshness, after: outcome });
    expect(freshness).toBe("fresh");
    expect(await client.query(getSales, { key: product })).toMatchObject({ orders: n });
  }
});

test("PR-8 a reactive view shows an acknowledged command at once, and never goes back", async ({
  client,
}) => {
  const product = "coffee";
  const seen: number[] = [];
  const { promise: all, resolve } = Promise.withResolvers<null>();
  client.onUpdate(getSalesNow, { key: product }, ({ row }) => {
    seen.push(row?.orders ?? 0);
    if (row?.orders === 10) resolve(null);
  });
  for (let n = 1; n <= 10; n++) {
    const { position } = unwrap(await client.mutation(placeOrder, order(product, n)));
    const { row } = await client.query(getSalesNow, { key: product });
    expect(row?.orders).toBe(n);
    if (n === 10) await waitForFresh(client, { freshness: salesFreshness, after: position });
  }
  await all;
  expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  expect(await client.query(getSales, { key: product })).toMatchObject({ orders: 10 });
});

test("PR-7 a client does not wait for ever for a projection that is stopped", async ({
  client,
}) => {
  const product = "juice";
  const setRunning = (isRunning: boolean) =>
    client.mutation(api.operator.setRunning, { projection: "productSales", isRunning });
  await setRunning(false);
  const { position: after } = unwrap(await client.mutation(placeOrder, order(product, 1)));
  const wait = { freshness: salesFreshness, after };
  expect(await waitForFresh(client, wait, { timeoutMs: 50 })).toBe("stale");
  const throwing = waitForFresh(client, wait, { timeoutMs: 50, onTimeout: "error" });
  await expect(throwing).rejects.toMatchObject({ data: { code: "FRESHNESS_TIMEOUT" } });
  expect(await client.query(getSalesNow, { key: product })).toMatchObject({
    ...{ row: { orders: 1 }, freshness: "fresh" },
  });
  const waiting = waitForFresh(client, wait);
  await setRunning(true);
  expect(await waiting).toBe("fresh");
});

test("PR-7 a client over HTTP is told by one query whether its write is there", async ({
  deployment,
}) => {
  const http = new ConvexHttpClient(deployment.url, {
    logger: false,
    skipConvexDeploymentUrlCheck: true,
  });
  const { position } = unwrap(await http.mutation(placeOrder, order("milk", 1)));
  expect(["fresh", "stale"]).toContain(await http.query(salesFreshness, { position }));
  const unknown = { ...position!, commitTs: position!.commitTs + 10n ** 18n };
  await expect(http.query(salesFreshness, { position: unknown })).rejects.toMatchObject({
    data: { code: "POSITION_UNKNOWN" },
  });
});

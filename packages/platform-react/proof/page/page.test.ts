// @vitest-environment node
import type { Browser, Page } from "playwright-core";
import { expect } from "vitest";
import { shopTest } from "../shopTest.js";
import { findChromium, openBrowser } from "./chromium.js";
import { servePage } from "./servePage.js";

const executable = findChromium();

const test = shopTest.extend<{
  browser: Browser;
  pageUrl: string;
  open: (product: string) => Promise<Page>;
}>({
  browser: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      const browser = await openBrowser(executable ?? "");
      await use(browser);
      await browser.close();
    },
    { scope: "file" },
  ],
  pageUrl: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      await using served = await servePage();
      await use(served.url);
    },
    { scope: "file" },
  ],
  open: async ({ deployment, browser, pageUrl }, use) => {
    const context = await browser.newContext();
    const problems: string[] = [];
    await use(async (product) => {
      const page = await context.newPage();
      page.on("pageerror", ({ message }) => problems.push(message));
      await page.goto(
        `${pageUrl}/?${new URLSearchParams({ deployment: deployment.url, product })}`,
      );
      await page.locator("#status").filter({ hasText: "fresh" }).waitFor();
      return page;
    });
    await context.close();
    expect(problems).toEqual([]);
  },
});

type Shown = { now: number; sales: number; status: string };

const text = (page: Page, id: string) => page.locator(`#${id}`).textContent();
const shownBy = (page: Page) =>
  page.evaluate(() => (window as unknown as { shown: Shown[] }).shown);

const until = (page: Page, id: string, wanted: string) =>
  expect.poll(() => text(page, id), { timeout: 10_000, interval: 20 }).toBe(wanted);

test("a Chromium is there for the tests of a page, or it is said that there is none", () => {
  if (!executable) process.stdout.write("No Chromium here: the page was not opened\n");
  expect(executable ?? "none").toMatch(/^(\/.+|none)$/);
});

const inBrowser = executable ? test : () => undefined;

inBrowser(
  "PR-7 a buyer sees their own order in the read model, and that it is fresh",
  async ({ open }) => {
    const page = await open("tea");
    await page.locator("#buy").click();
    await until(page, "outcome", "executed");
    await until(page, "status", "fresh");
    expect(await text(page, "sales")).toBe("1");
    for (const { sales, status } of await shownBy(page)) {
      if (status === "fresh" && sales === 0) continue;
      if (status === "fresh") expect(sales).toBe(1);
    }
  },
);

inBrowser(
  "PR-8 many orders of two buyers: the reactive view never jumps back",
  async ({ open }) => {
    const [first, second] = [await open("coffee"), await open("coffee")];
    for (let n = 0; n < 10; n++) {
      await Promise.all([first.locator("#buy").click(), second.locator("#buy").click()]);
    }
    for (const page of [first, second]) {
      await until(page, "now", "20");
      await until(page, "sales", "20");
      await until(page, "status", "fresh");
      const seen = (await shownBy(page)).map(({ now }) => now);
      expect(seen).toEqual(seen.toSorted((a, b) => a - b));
    }
  },
);

inBrowser(
  "OR-6 a rejection is shown with its own words, and takes the guess back",
  async ({ open }) => {
    const page = await open("air");
    await page.locator("#buy").click();
    await until(page, "outcome", "rejected");
    expect(await text(page, "message")).toBe("There is nothing left of it.");
    await until(page, "now", "0");
  },
);

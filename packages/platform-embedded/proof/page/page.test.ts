import type { Browser, Page } from "playwright-core";
import { expect, test as base } from "vitest";
import { DevelopmentIssuer } from "../../src/auth/DevelopmentIssuer.js";
import { buildProgram, startProcess } from "../../test/deploymentProcess.js";
import { scratchDirectory } from "../../test/scratchDirectory.js";
import { prepareData } from "../prepareData.js";
import { findChromium, openBrowser } from "./chromium.js";
import { servePage } from "./servePage.js";

const executable = findChromium();

/** A deployment that can be killed and comes back at the same place. */
type Server = {
  readonly url: string;
  readonly data: string;
  kill(): Promise<unknown>;
  start(): Promise<void>;
};

const test = base.extend<{
  server: Server;
  browser: Browser;
  pageUrl: string;
  open: (channel: string) => Promise<Page>;
}>({
  server: [
    // eslint-disable-next-line no-empty-pattern -- vitest reads from it that no other fixture is used
    async ({}, use) => {
      using scratch = scratchDirectory();
      const program = await buildProgram();
      await prepareData(program, scratch.path);
      const args = ["--no-push", "--quiet", "--data-dir", scratch.path, "--port"];
      const state = { running: await startProcess(program, ...args, "0") };
      const { url, port } = state.running;
      const start = async () => {
        state.running = await startProcess(program, ...args, String(port));
      };
      const kill = () => state.running.end("SIGKILL");
      await use({ url, data: scratch.path, start, kill });
      await kill();
    },
    { scope: "file" },
  ],
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
  open: async ({ server, browser, pageUrl }, use) => {
    const context = await browser.newContext();
    const problems: string[] = [];
    const token = DevelopmentIssuer.in(server.data).token("ana");
    await use(async (channel) => {
      const page = await context.newPage();
      page.on("pageerror", ({ message }) => problems.push(message));
      const asked = new URLSearchParams({ deployment: server.url, channel, token });
      await page.goto(`${pageUrl}/?${asked}`);
      await page.locator("#user").filter({ hasText: "nobody" }).waitFor();
      return page;
    });
    await context.close();
    expect(problems).toEqual([]);
  },
});

async function send(page: Page, text: string): Promise<void> {
  await page.locator("#text").fill(text);
  await page.locator("#send").click();
}

const texts = (page: Page, list: "live" | "pages") => page.locator(`#${list} li`).allTextContents();

const until = (page: Page, list: "live" | "pages", wanted: string[]) =>
  expect.poll(() => texts(page, list), { timeout: 10_000, interval: 20 }).toEqual(wanted);

test("a Chromium is there for the tests of a page, or it is said that there is none", () => {
  if (!executable) process.stdout.write("No Chromium here: the page was not opened\n");
  expect(executable ?? "none").toMatch(/^(\/.+|none)$/);
});

const inBrowser = executable ? test : () => undefined;

inBrowser("what one tab sends, both show, and their pages grow", async ({ open }) => {
  const first = await open("tabs");
  for (const text of ["a", "b", "c", "d"]) await send(first, text);
  await until(first, "live", ["a", "b", "c", "d"]);
  const second = await open("tabs");
  await until(second, "live", ["a", "b", "c", "d"]);
  await until(second, "pages", ["a", "b", "c"]);
  await second.locator("#more", { hasText: "CanLoadMore" }).click();
  await until(second, "pages", ["a", "b", "c", "d"]);
  await send(first, "e");
  await until(second, "live", ["a", "b", "c", "d", "e"]);
  await until(second, "pages", ["a", "b", "c", "d", "e"]);
  expect(await second.locator("#more").textContent()).toBe("Exhausted");
});

inBrowser("signing in and out changes who asks", async ({ open }) => {
  const page = await open("users");
  await page.locator("#sign-in").click();
  await page.locator("#user").filter({ hasText: "ana" }).waitFor();
  await page.locator("#sign-out").click();
  await page.locator("#user").filter({ hasText: "nobody" }).waitFor();
  expect(await page.locator("#user").textContent()).toBe("nobody");
});

inBrowser(
  "a write during a crash is shown at once, waits for the restart, and is there once",
  async ({ open, server }) => {
    const [first, second] = [await open("crash"), await open("crash")];
    await send(first, "before");
    await until(second, "live", ["before"]);
    await server.kill();
    await send(first, "meanwhile");
    await until(first, "live", ["before", "meanwhile …"]);
    expect(await first.locator("#answered").textContent()).toBe("1");
    await server.start();
    await until(first, "live", ["before", "meanwhile"]);
    await until(second, "live", ["before", "meanwhile"]);
    await expect.poll(() => first.locator("#answered").textContent()).toBe("2");
    await first.screenshot({ path: process.env["SCREENSHOT"] ?? `${server.data}/page.png` });
  },
);

// @vitest-environment node
import picocolors from "picocolors";
import { expect, test } from "vitest";
import { stayOpen } from "./stayOpen.ts";

test("the deployment stays for a look at its page until it is stopped", async () => {
  const lines: string[] = [];
  const print = (...printed: string[]) => void lines.push(...printed);
  const terminal = { print, colors: picocolors.createColors(false), live: null };
  const controller = new AbortController();
  const open = stayOpen(terminal, "http://127.0.0.1:3210", controller.signal);
  expect(lines.join()).toContain("http://127.0.0.1:3210 · Ctrl+C ends it, the data stays");
  expect(await Promise.race([open.then(() => "closed"), Promise.resolve("open")])).toBe("open");
  controller.abort();
  await expect(open).resolves.toBeUndefined();
});

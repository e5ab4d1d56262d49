import { existsSync } from "node:fs";
import { chromium, type Browser } from "playwright-core";

const chromiumPaths = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const browserFlags = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** The Chromium of this machine; undefined when it has none. `CHROMIUM` names another. */
export const findChromium = (): string | undefined =>
  [process.env["CHROMIUM"], ...chromiumPaths].find(
    (file) => file !== undefined && existsSync(file),
  );

/** Starts it without a window, with an empty profile of its own. */
export const openBrowser = (executablePath: string): Promise<Browser> =>
  chromium.launch({ executablePath, headless: true, args: browserFlags });

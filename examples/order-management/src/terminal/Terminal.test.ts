// @vitest-environment node
import { PassThrough } from "node:stream";
import { expect, test } from "vitest";
import { startProgress } from "./startProgress.ts";
import { terminalOn } from "./Terminal.ts";

const stream = (isTTY: boolean) => Object.assign(new PassThrough({ encoding: "utf8" }), { isTTY });

test.each([
  { what: "a terminal", isTTY: true, env: {}, gets: { isColored: true, isLive: true } },
  { what: "a pipe", isTTY: false, env: {}, gets: { isColored: false, isLive: false } },
  {
    what: "NO_COLOR",
    isTTY: true,
    env: { NO_COLOR: "1" },
    gets: { isColored: false, isLive: true },
  },
  { what: "CI", isTTY: true, env: { CI: "true" }, gets: { isColored: true, isLive: false } },
  {
    what: "TERM=dumb",
    isTTY: true,
    env: { TERM: "dumb" },
    gets: { isColored: false, isLive: false },
  },
  {
    what: "FORCE_COLOR",
    isTTY: false,
    env: { FORCE_COLOR: "1" },
    gets: { isColored: true, isLive: false },
  },
])("$what decides what is shown", ({ isTTY, env, gets }) => {
  const { colors, live } = terminalOn(stream(isTTY), env);
  expect({ isColored: colors.red("x") !== "x", isLive: live !== null }).toEqual(gets);
});

const advanced = (total: number, isTTY: boolean) => {
  const out = stream(isTTY);
  const progress = startProgress(terminalOn(out, {}), "Importing", total);
  for (let i = 0; i < total; i++) progress.advance();
  progress.end();
  return String(out.read() ?? "");
};

test("progress is a line per quarter where lines cannot be redrawn, and none for little work", () => {
  expect(advanced(830, false).split("\n")).toEqual([
    "  Importing: 208 of 830",
    "  Importing: 416 of 830",
    "  Importing: 624 of 830",
    "  Importing: 830 of 830",
    "",
  ]);
  expect(advanced(12, false)).toBe("");
});

test("progress on a terminal is a bar that leaves nothing behind but the cursor", () => {
  const shown = advanced(12, true);
  expect(shown).toContain("Importing");
  expect(shown).toContain("\u001b[?25l");
  expect(shown.lastIndexOf("\u001b[?25h")).toBeGreaterThan(shown.lastIndexOf("\u001b[?25l"));
});

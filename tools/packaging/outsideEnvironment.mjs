import path from "node:path";

const inherited =
  /^(npm_(package|lifecycle|command|execpath|node_execpath|config_\w*prefix)|pnpm_|INIT_CWD|VITEST|TEST|NODE_ENV|NODE_OPTIONS|NODE_PATH|CONVEX_|TURBO_)/;

/**
 * What to change in our environment so that a command in `folder` sees neither this workspace nor
 * the npm script and the test runner that started us (undefined takes a variable away). Of the
 * workspace's tools Node alone stays on the path.
 * @param {string} folder
 * @returns {Record<string, string | undefined>}
 */
export function outsideEnvironment(folder) {
  const names = Object.keys(process.env).filter((name) => inherited.test(name));
  const others = (process.env.PATH ?? "")
    .split(path.delimiter)
    .filter((entry) => !entry.includes("node_modules"));
  return {
    ...Object.fromEntries(names.map((name) => [name, undefined])),
    PATH: [path.join(folder, "node_modules/.bin"), path.dirname(process.execPath), ...others].join(
      path.delimiter,
    ),
    CI: "1",
    NO_COLOR: "1",
  };
}

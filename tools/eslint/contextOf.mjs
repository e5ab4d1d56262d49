import path from "node:path";

const inContext = /^(.*\/convex)\/contexts\/([^/]+)\/(.+)$/;

/**
 * The bounded context that a file lies in and its path inside, without extension (`events`,
 * `commands/addOrderItem`); undefined outside of contexts.
 * @param {string} file absolute
 */
export function contextOf(file) {
  const [, convex, name, inside] = inContext.exec(file.split(path.sep).join("/")) ?? [];
  if (convex === undefined || name === undefined || inside === undefined) return undefined;
  return { convex, name, inside: inside.replace(/\.(js|ts|tsx)$/, "") };
}

/**
 * True for a file that lies directly in an app's `convex/` folder.
 * @param {string} file absolute
 */
export const isConvexRoot = (file) => path.basename(path.dirname(file)) === "convex";

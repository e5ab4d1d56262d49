import type { RunningApp } from "./RunningApp.js";

/** Where an HTTP request goes: the component that has the route, and the path as that component knows it. */
export type HttpRoute = {
  readonly component: string;
  readonly path: string;
};

/** Finds the component that answers a path: the app itself, or one that it mounts under a prefix. */
export function httpRouteOf(
  app: RunningApp,
  method: string,
  { component, path }: HttpRoute,
): HttpRoute | null {
  const { router } = app.components.get(component) ?? {};
  if (router?.lookup(path, method)) return { component, path };
  const installed = app.installed.find((one) => one.path === component);
  const definition = installed && app.pushed.analysis.analysis[installed.definitionPath];
  for (const [prefix, reference] of Object.entries(definition?.definition.httpMounts ?? {})) {
    if (!path.startsWith(prefix)) continue;
    const name = reference.split("/").at(-1) ?? "";
    const child = component === "" ? name : `${component}/${name}`;
    const inside = { component: child, path: path.slice(prefix.length - 1) };
    const found = httpRouteOf(app, method, inside);
    if (found) return found;
  }
  return null;
}

import { trusted } from "../boundary.js";
import type { Platform } from "@convex-es/platform-core";
import { isPlatform } from "@convex-es/platform-core/internal";
import type { AppSource } from "../engine/createEngine.js";

type Found = { path: string; value: unknown };

/** The platform the app exports. */
export async function findPlatform(app: AppSource): Promise<Platform> {
  const found = await exportsWhere(app, (value) => isObject(value) && isPlatform(value));
  return trusted<Platform>(only(found, "export of createPlatform(…)").value);
}

/** The path (`orders:createOrder`) of the public mutation with a name; a full path is taken as it is. */
export async function findCommand(app: AppSource, name: string): Promise<string> {
  if (name.includes(":")) return name;
  const mutations = await exportsWhere(app, (value) => isFunction(value) && "isMutation" in value);
  const named = mutations.filter(({ path }) => path.endsWith(`:${name}`));
  return only(named, `mutation named ${name}`).path;
}

async function exportsWhere(app: AppSource, wanted: (value: unknown) => boolean): Promise<Found[]> {
  const found: Found[] = [];
  for (const [file, load] of Object.entries(app[""]?.modules ?? {})) {
    if (file.includes("_generated")) continue;
    const module = file.replace(/^\.\//, "").replace(/\.[^.]+$/, "");
    for (const [name, value] of Object.entries(trusted<object>(await load()))) {
      if (wanted(value)) found.push({ path: `${module}:${name}`, value });
    }
  }
  return found;
}

function only(found: readonly Found[], what: string): Found {
  const [first, ...others] = found;
  if (first === undefined) throw new Error(`The app has no ${what}.`);
  if (others.length === 0) return first;
  const paths = found.map(({ path }) => path).join(", ");
  throw new Error(`The app has more than one ${what}: ${paths}. Write the full path.`);
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
const isFunction = (value: unknown): value is object =>
  typeof value === "function" || isObject(value);

import type { ChildComponent, PushAnalysis } from "@convex-es/convex-push";

type Env = Record<string, string>;

/** One installed component: where it is, what it is made of and the variables it sees. */
export type Installed = {
  readonly path: string;
  readonly definitionPath: string;
  readonly env: Env;
};

/** The app and every component it installs, parents first; a component sees what its parent binds, and nothing else. */
export function installedComponents(
  analysis: PushAnalysis,
  appEnv: Env,
  builtIn: Env,
): Installed[] {
  const found: Installed[] = [];
  const visit = (path: string, definitionPath: string, env: Env): void => {
    found.push({ path, definitionPath, env });
    for (const child of analysis.analysis[definitionPath]?.definition.childComponents ?? []) {
      const childPath = path === "" ? child.name : `${path}/${child.name}`;
      visit(childPath, child.path, { ...builtIn, ...boundEnv(child, env) });
    }
  };
  visit("", "", appEnv);
  return found;
}

function boundEnv({ env }: ChildComponent, parent: Env): Env {
  const bound = (env ?? []).flatMap(([name, binding]) => {
    const value = binding.type === "value" ? binding.value : parent[binding.name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return Object.fromEntries(bound);
}

import type { PushRequest } from "../src/protocol/pushRequest.ts";
import { bundleModule } from "./bundleModule.ts";

/** The sources of one component or of the app, by file name without extension; `functions` by module name. */
export type Sources = {
  readonly config?: string;
  readonly schema?: string;
  readonly functions?: Readonly<Record<string, string>>;
  readonly uses?: readonly string[];
};

/** Makes the push that the CLI would send for an app and its components, written as TypeScript in a test. */
export async function pushOf(
  app: Sources,
  components: Readonly<Record<string, Sources>> = {},
): Promise<PushRequest> {
  const { functions, ...appDefinition } = await definitionOf(app);
  const componentDefinitions = Object.entries(components).map(
    async ([definitionPath, sources]) => ({
      definitionPath,
      ...(await definitionOf(sources)),
    }),
  );
  return {
    appDefinition: { ...appDefinition, changedModules: functions },
    componentDefinitions: await Promise.all(componentDefinitions),
  };
}

async function definitionOf({ config, schema, functions = {}, uses = [] }: Sources) {
  return {
    definition: config === undefined ? null : await bundleModule("convex.config.js", config),
    schema: schema === undefined ? null : await bundleModule("schema.js", schema),
    functions: await Promise.all(
      Object.entries(functions).map(([name, source]) => bundleModule(`${name}.js`, source)),
    ),
    dependencies: uses,
    udfServerVersion: "1.48.0",
  };
}

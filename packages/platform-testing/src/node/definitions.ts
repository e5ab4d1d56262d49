import { trusted } from "../boundary.js";
import { existsSync } from "node:fs";
import path from "node:path";
import type * as esbuild from "esbuild";
import { importBuilt } from "./importBuilt.js";

type Child = { name: string; dir: string };
type Definition = { name: string; children: Child[] };

/** What `defineApp()` and `defineComponent()` return, as far as the CLI reads it. */
type Exported = {
  export(): { name?: string; childComponents: { name: string; path: string }[] };
};

const config = /(^|\/)convex\.config(\.[jt]s)?$/;
const namespace = "component-definition";

/** Reads `convex.config` files as the CLI does: an imported definition becomes the place of a component and its default name. */
export class Definitions {
  readonly #loaded = new Map<string, Promise<Definition>>();

  /** The components that the definition in `dir` installs; none where there is no definition. */
  async children(dir: string): Promise<Child[]> {
    const files = ["convex.config.ts", "convex.config.js"].map((name) => path.join(dir, name));
    const file = files.find(existsSync);
    return file ? (await this.#definition(file)).children : [];
  }

  #definition(file: string): Promise<Definition> {
    let definition = this.#loaded.get(file);
    if (!definition) this.#loaded.set(file, (definition = this.#load(file)));
    return definition;
  }

  async #load(file: string): Promise<Definition> {
    const modules = await importBuilt(path.dirname(file), {
      entryPoints: [file],
      external: ["convex", "convex/*"],
      plugins: [this.#plugin()],
    });
    const definition = trusted<Exported>(modules.get(path.basename(file))?.default);
    const { name = "", childComponents } = definition.export();
    return {
      name,
      children: childComponents.map((child) => ({ name: child.name, dir: child.path })),
    };
  }

  #plugin(): esbuild.Plugin {
    return {
      name: namespace,
      setup: (build) => {
        build.onResolve(
          { filter: config },
          async ({ kind, path: specifier, pluginData, ...from }) => {
            if (kind === "entry-point" || pluginData === namespace) return undefined;
            const { resolveDir, importer } = from;
            const options = { kind, resolveDir, importer, pluginData: namespace };
            const found = await build.resolve(specifier, options);
            return found.errors.length > 0 ? found : { path: found.path, namespace };
          },
        );
        build.onLoad({ filter: /.*/, namespace }, async ({ path: file }) => {
          const { name } = await this.#definition(file);
          const place = { componentDefinitionPath: path.dirname(file), defaultName: name };
          return { contents: `export default ${JSON.stringify(place)};` };
        });
      },
    };
  }
}

import type { AnalyzedDefinition, ComponentNode } from "../protocol/pushAnalysis.ts";

/** Instantiates the analysed definitions into the tree of installed components, rooted at the app. */
export function componentTree(
  analysis: Readonly<Record<string, AnalyzedDefinition>>,
  definitionPath = "",
  componentPath = "",
): ComponentNode {
  const analyzed = analysis[definitionPath];
  if (analyzed === undefined) throw new Error(`No analysis of component "${definitionPath}"`);
  const { childComponents, httpMounts } = analyzed.definition;
  const routes = analyzed.functions["http.js"]?.httpRoutes;
  return {
    definitionPath,
    componentPath,
    args: {},
    childComponents: Object.fromEntries(
      childComponents.map(({ name, path }) => [
        name,
        componentTree(analysis, path, componentPath === "" ? name : `${componentPath}/${name}`),
      ]),
    ),
    httpRoutes: {
      httpModuleRoutes: routes?.map(({ route }) => route) ?? null,
      mounts: Object.keys(httpMounts),
    },
    exports: {},
  };
}

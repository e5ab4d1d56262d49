import { trusted } from "../boundary.ts";
import { identifierProblem } from "./checkSchema.ts";
import type {
  ChildComponent,
  EnvBinding,
  EvaluatedDefinition,
  ValidatorJson,
} from "../protocol/pushAnalysis.ts";

type EnvVars = NonNullable<EvaluatedDefinition["envVars"]>;

/**
 * Lists what is wrong with the children that each definition installs: bad or repeated names, and environment
 * variables that are unknown, missing or of a value their validator does not take.
 * @param required false while generating code for one component, whose parent is not known yet
 */
export function checkInstallations(
  definitions: ReadonlyMap<string, EvaluatedDefinition>,
  required: boolean,
): string[] {
  return [...definitions.values()].flatMap((parent) => [
    ...envDeclarationProblems(parent),
    ...parent.childComponents.flatMap((child, position) => {
      const what = `Component "${child.name}" in ${parent.path || "the app"}`;
      const declared = definitions.get(child.path)?.envVars ?? [];
      return [
        ...nameProblems(parent, child, position),
        ...bindingProblems(parent.envVars ?? [], child, declared),
        ...(required ? missingBindings(child, declared) : []),
      ].map((problem) => `${what}: ${problem}`);
    }),
  ]);
}

function nameProblems(parent: EvaluatedDefinition, child: ChildComponent, at: number): string[] {
  const first = parent.childComponents.findIndex((one) => one.name === child.name);
  const problem = identifierProblem(child.name);
  return [
    ...(first < at ? ["another component is installed under the same name"] : []),
    ...(problem === undefined ? [] : [`the name ${problem}`]),
  ];
}

function bindingProblems(parentVars: EnvVars, child: ChildComponent, declared: EnvVars): string[] {
  return (child.env ?? []).flatMap(([name, binding]) => {
    const declaration = declared.find(([one]) => one === name)?.[1];
    if (declaration === undefined) return [`it declares no environment variable ${name}`];
    const problem = valueProblem(binding, parsed(declaration.value), parentVars);
    return problem === undefined ? [] : [`environment variable ${name} ${problem}`];
  });
}

function valueProblem(binding: EnvBinding, accepted: ValidatorJson, parentVars: EnvVars) {
  if (binding.type === "value") {
    return accepts(accepted, binding.value) ? undefined : "does not take the value it is given";
  }
  const known = parentVars.some(([one]) => one === binding.name);
  return known ? undefined : `is bound to ${binding.name}, which the parent does not declare`;
}

function missingBindings(child: ChildComponent, declared: EnvVars): string[] {
  const bound = new Set((child.env ?? []).map(([name]) => name));
  return declared
    .filter(([name, { optional }]) => !optional && !bound.has(name))
    .map(([name]) => `environment variable ${name} is required and not given`);
}

function envDeclarationProblems({ path, envVars }: EvaluatedDefinition): string[] {
  return (envVars ?? [])
    .filter(([, { value }]) => !isStringLike(parsed(value)))
    .map(([name]) => `${path || "The app"}: environment variable ${name} must be a string`);
}

function parsed(validator: string): ValidatorJson {
  return trusted<ValidatorJson>(JSON.parse(validator));
}

function isStringLike(validator: ValidatorJson): boolean {
  if (validator.type === "union")
    return trusted<ValidatorJson[]>(validator.value).every(isStringLike);
  if (validator.type === "literal") return typeof validator.value === "string";
  return validator.type === "string";
}

function accepts(validator: ValidatorJson, value: string): boolean {
  if (validator.type === "union") {
    return trusted<ValidatorJson[]>(validator.value).some((member) => accepts(member, value));
  }
  return validator.type === "string" || validator.value === value;
}

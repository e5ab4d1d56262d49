#!/usr/bin/env node
import path from "node:path";
import { parseArgs } from "node:util";
import { wiringOf } from "@convex-es/platform-core/internal";
import { findPlatform } from "../cucumber/findExport.js";
import { loadApp } from "../node/loadApp.js";
import { reviewSamples } from "./reviewSamples.js";

const usage = `Usage: convex-es-samples [options]

Compares what your contexts store today with their checked-in samples: what changed, whether it is
additive or breaking, which versions have no sample, and which samples are read no more.

  --context NAME   only this context; may be repeated
  --write          write samples of new versions, and the description of today's schema
  --app DIR        the app's functions (default: convex)
  --samples DIR    where samples are, one folder per context (default: samples)
`;

const { values } = parseArgs({
  options: {
    context: { type: "string", multiple: true },
    write: { type: "boolean", default: false },
    app: { type: "string", default: "convex" },
    samples: { type: "string", default: "samples" },
    help: { type: "boolean", short: "h", default: false },
  },
});

if (values.help) process.stdout.write(usage);
else process.exitCode = await main();

async function main(): Promise<number> {
  const { contexts } = wiringOf(await findPlatform(await loadApp(values.app)));
  const names = contexts.map(({ name }) => name);
  const unknown = values.context?.find((name) => !names.includes(name));
  if (unknown !== undefined) {
    process.stderr.write(`unknown context "${unknown}"; known: ${names.join(", ")}\n`);
    return 1;
  }
  const chosen = contexts.filter(({ name }) => values.context?.includes(name) ?? true);
  const reviews = chosen.map((context) => {
    const folder = path.join(values.samples, context.name);
    const review = reviewSamples(context, { folder, write: values.write });
    const lines = review.lines.length > 0 ? review.lines : ["unchanged, every sample reads"];
    process.stdout.write([context.name, ...lines.map((line) => `  ${line}`), ""].join("\n"));
    return review;
  });
  return reviews.every(({ isGood }) => isGood) ? 0 : 1;
}

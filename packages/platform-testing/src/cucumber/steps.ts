import { trusted } from "../boundary.js";
import { After, Given, setWorldConstructor, Then, When, type DataTable } from "@cucumber/cucumber";
import { wiringOf } from "@convex-es/platform-core/internal";
import { arrange } from "../specification/arrange.js";
import { assertEqual } from "../specification/assertEqual.js";
import { onlyFields } from "../specification/pureTarget.js";
import { PlatformWorld, signedIn } from "./PlatformWorld.js";
import { parseData, parseEvents } from "./parseData.js";
import { untilFresh } from "./untilFresh.js";

setWorldConstructor(PlatformWorld);

After(async function (this: PlatformWorld) {
  await this.end();
});

Given("the events", async function (this: PlatformWorld, table: DataTable) {
  const { platform } = await this.start();
  const backend = await this.backend();
  await arrange(platform, backend, { events: parseEvents(table.raw()), streamId: undefined });
});

Given("{string} is signed in", function (this: PlatformWorld, name: string) {
  this.identity = signedIn(name);
});

Given(
  "{string} is signed in as {string}",
  function (this: PlatformWorld, name: string, role: string) {
    this.identity = signedIn(name, [role]);
  },
);

Given("nobody is signed in", function (this: PlatformWorld) {
  this.identity = undefined;
});

When(
  /^([\w/:]+) is sent with (\{.*\})$/,
  async function (this: PlatformWorld, command: string, data: string) {
    await this.send(command, parseData(data));
  },
);

When(
  /^([\w/:]+) is sent with$/,
  async function (this: PlatformWorld, command: string, data: string) {
    await this.send(command, parseData(data));
  },
);

When("it is sent again", async function (this: PlatformWorld) {
  await this.run({ ...this.last().operation, identity: this.identity });
});

Then("it is executed", function (this: PlatformWorld) {
  const { outcome } = this.last();
  assertEqual(outcome.status === "executed" ? "executed" : outcome, "executed", "the outcome");
});

Then(
  /^it is (rejected|refused) with (\w+)$/,
  function (this: PlatformWorld, status: string, code: string) {
    const { outcome } = this.last();
    const shown = outcome.status === "executed" ? { status: "executed" } : outcome;
    assertEqual(
      { ...trusted<object>(onlyFields(shown, { status, code })) },
      { status, code },
      "the outcome",
    );
  },
);

Then(/^its details are (\{.*\})$/, function (this: PlatformWorld, data: string) {
  const { outcome } = this.last();
  assertEqual(
    outcome.status === "executed" ? null : outcome.details,
    parseData(data),
    "the details",
  );
});

Then("the outcome is the same as the first time", function (this: PlatformWorld) {
  assertEqual(this.last().outcome, this.sent[0]?.outcome, "the outcome of the repeat");
});

Then("nothing is written", function (this: PlatformWorld) {
  assertEqual(this.last().docsWritten, 0, "the number of documents written");
});

Then("the new events are", async function (this: PlatformWorld, table: DataTable) {
  const added = (await this.events()).slice(this.eventsBefore);
  assertEqual(added, parseEvents(table.raw()), "the events of the command");
});

Then("there are no new events", async function (this: PlatformWorld) {
  assertEqual((await this.events()).slice(this.eventsBefore), [], "the events of the command");
});

Then(
  /^(\w+ of "[^"]*") shows (\{.*\})$/,
  async function (this: PlatformWorld, row: string, data: string) {
    const expected = parseData(data);
    assertEqual(onlyFields(await rowOf(this, row), expected), expected, row);
  },
);

Then(/^there is no (\w+ of "[^"]*")$/, async function (this: PlatformWorld, row: string) {
  assertEqual(await rowOf(this, row), null, row);
});

/** The row that a step names as `model of "key"`; an async read model has caught up when it is looked at. */
async function rowOf(world: PlatformWorld, row: string): Promise<unknown> {
  const [model, key = ""] = row.split(/ of "|"$/);
  const { platform } = await world.start();
  const projections = wiringOf(platform).contexts.flatMap((context) => context.projections);
  const projection = projections.find(({ name }) => name === model);
  if (projection === undefined) throw new Error(`The app has no read model named ${model}.`);
  const backend = await world.backend();
  await untilFresh(platform, backend, projection);
  return await backend.run((ctx) => platform.read(projection, { open: true }).get(ctx, key));
}

// The ten examples by their feature files: what each step does is looked up by the example and the step's place.
const { createBdd, test: base } = require("playwright-bdd");
const { examples, fixtures } = require("./fixtures");

const test = base.extend({
  ...fixtures,
  script: async ({ $testInfo }, use) => use(examples.find(({ title }) => title === $testInfo.title).steps.values()),
});
const { Given } = createBdd(test);

Given(/^(.+)$/, async ({ player, script }, text) => {
  const { value } = script.next();
  if (value.text !== text) throw new Error(`the step is ${text}, not ${value.text}`);
  for (const act of value.acts) await player.act(act);
});

module.exports = { test };

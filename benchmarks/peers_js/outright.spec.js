// The ten examples as plain tests of @playwright/test, a test.step for each step.
const { test: base } = require("@playwright/test");
const { examples, fixtures } = require("./fixtures");

const test = base.extend(fixtures);

for (const { title, steps } of examples) {
  test(title, async ({ player }) => {
    for (const { text, acts } of steps) {
      await test.step(text, async () => {
        for (const act of acts) await player.act(act);
      });
    }
  });
}

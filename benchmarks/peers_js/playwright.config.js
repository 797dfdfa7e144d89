// For both peers in Node: the feature files by way of playwright-bdd (PEER=bdd), or tests without Gherkin.
const { defineConfig } = require("@playwright/test");

const isBdd = process.env.PEER === "bdd";
const testDir = isBdd
  ? require("playwright-bdd").defineBddConfig({ features: "features/*.feature", steps: "steps.js" })
  : __dirname;

module.exports = defineConfig({
  testDir,
  testMatch: isBdd ? undefined : "outright.spec.js",
  fullyParallel: true,
  workers: Number(process.env.PEER_WORKERS),
  reporter: "line",
  use: { launchOptions: JSON.parse(process.env.PEER_LAUNCH) },
});

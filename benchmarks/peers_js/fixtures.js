// A server for each worker, and a player for each example.
const { Player, Server } = require("./lantern");

exports.fixtures = {
  server: [
    async ({}, use) => {
      const server = await Server.start();
      await use(server);
      await server.stop();
    },
    { scope: "worker" },
  ],
  player: async ({ browser, server }, use) => {
    const player = new Player(server, browser);
    await player.begin();
    await use(player);
    await player.end();
  },
};
exports.examples = require("./examples.json");

// What ten examples of the guide do, done again by whoever drives Playwright from Node: the same acts, in the same
// order, on a reference server of the worker's own. benchmarks/floor.py writes the acts down and says what they mean.
const { spawn } = require("node:child_process");
const { createHmac, randomBytes } = require("node:crypto");
const { mkdtempSync, rmSync } = require("node:fs");
const { tmpdir } = require("node:os");
const path = require("node:path");
const readline = require("node:readline");

const PERIOD = 30;
const PLACES = {
  "/home": "signed in",
  "/sign-in": "asked for the password",
  "/confirm-password": "asked for the password",
  "/sign-in/code": "asked for a code",
  "/sign-in/backup-code": "asked for a code",
};
const OPTIONS = ["-m", "server", "--lab", "--quick-hashes", "--exit-with-parent", "--port", "0", "--database"];
const PASSWORD = "correct-horse-staple-9";
const ANSWERED = { waitUntil: "domcontentloaded" };
const TOLD = (roles) =>
  Object.fromEntries(
    roles.map((role) => {
      const elements = [...document.querySelectorAll(`[role=${role}]`)];
      return [role, elements.filter((e) => e.checkVisibility()).map((e) => e.innerText)];
    }),
  );

/** A reference server with its control plane. */
class Server {
  static async start() {
    const folder = mkdtempSync(path.join(tmpdir(), "twofold-peer-"));
    const token = randomBytes(32).toString("hex");
    const database = `sqlite:///${folder}/lantern.db`;
    const child = spawn(process.env.PEER_PYTHON, [...OPTIONS, database], {
      cwd: process.env.PEER_PROJECT,
      env: { ...process.env, TWOFOLD_LAB_TOKEN: token },
      stdio: ["pipe", "pipe", "inherit"],
    });
    for await (const line of readline.createInterface({ input: child.stdout })) {
      const ready = line.match(/is ready: (http:\/\/\S+)/);
      if (ready) return Object.assign(new Server(), { child, folder, token, url: ready[1], people: 0 });
    }
    throw new Error("the reference server ended before it was ready");
  }

  async lab(method, where, body) {
    const headers = { authorization: `Bearer ${this.token}`, "content-type": "application/json" };
    const answer = await fetch(this.url + where, { method, headers, body: body && JSON.stringify(body) });
    if (!answer.ok) throw new Error(`${method} ${where}: ${await answer.text()}`);
    return answer.json();
  }

  async now() {
    this.clock ??= (await this.lab("GET", "/lab/clock")).now;
    return this.clock;
  }

  async advance(seconds) {
    this.clock = (await this.lab("PUT", "/lab/clock", { now: (await this.now()) + seconds })).now;
  }

  stop() {
    const ended = new Promise((done) => this.child.once("exit", done));
    this.child.kill("SIGKILL");
    return ended.then(() => rmSync(this.folder, { recursive: true, force: true }));
  }
}

/** One example: its people, devices and phones. */
class Player {
  constructor(server, browser) {
    Object.assign(this, { server, browser, came: [], contexts: [], pages: [], keys: [] });
  }

  async begin() {
    const now = await this.server.now();
    await this.server.advance(PERIOD - (now % PERIOD) + 5);
    this.firstStep = Math.floor((await this.server.now()) / PERIOD);
  }

  async end() {
    for (const context of this.contexts) await context.close();
  }

  /** Does one act; throws where its answer is another than in the guide. */
  async act(act) {
    const came = await this[act.do === "task" ? act.task : act.do.replace(" ", "_")](act);
    this.came.push(came);
    if (act.do === "task" && act.came !== "" && came !== act.came) throw new Error(`${act.task}: ${came}, not ${act.came}`);
  }

  /** Where a step of the feature file begins: a mark, nothing to do. */
  step() {}

  async context(act) {
    this.contexts.push(await this.browser.newContext(camelled(act.settings)));
  }

  async driver(act) {
    this.pages.push(await this.contexts[act.context].newPage());
  }

  async ready_made(act) {
    const email = `${act.person.toLowerCase()}-${++this.server.people}@example.com`;
    return this.server.lab("POST", "/lab/accounts", { email, password: PASSWORD, two_factor: true });
  }

  async keep(act) {
    const uri = this.came[Number(act.source.slice(4))].otpauth;
    this.keys.push(new URL(uri).searchParams.get("secret"));
  }

  advance(act) {
    return this.server.advance(act.seconds);
  }

  async sign_in(act) {
    const page = this.pages[act.driver];
    const [email, password] = act.given.map((value) => this.value(value));
    await page.goto(`${this.server.url}/sign-in`, ANSWERED);
    await page.getByLabel("Email").fill(email);
    await page.getByLabel("Password").fill(password);
    await this.press(page, "Sign in");
    return this.answer(page);
  }

  async enter_code(act) {
    const page = this.pages[act.driver];
    if (this.path(page) !== "/sign-in/code") await page.goto(`${this.server.url}/sign-in/code`, ANSWERED);
    return this.give(page, "Authentication code", this.value(act.given[0]));
  }

  async enter_backup_code(act) {
    const page = this.pages[act.driver];
    if (this.path(page) !== "/sign-in/backup-code") await this.follow(page, "Use a backup code instead");
    return this.give(page, "Backup code", this.value(act.given[0]));
  }

  async cancel_second_step(act) {
    await this.press(this.pages[act.driver], "Cancel and go back to sign-in");
    return null;
  }

  async sign_out(act) {
    const page = this.pages[act.driver];
    if (this.place(page) !== "signed in") await page.goto(`${this.server.url}/home`, ANSWERED);
    await page.getByLabel("Account menu").click();
    await this.press(page, "Sign out");
    return null;
  }

  async is_signed_in(act) {
    const { request } = this.pages[act.driver].context();
    const answer = await request.get(`${this.server.url}/settings/security`, { maxRedirects: 0 });
    if (answer.status() === 200) await answer.text();
    return answer.status() === 200;
  }

  async where(act) {
    return this.place(this.pages[act.driver]);
  }

  async give(page, label, code) {
    const field = page.getByLabel(label);
    await field.fill(code);
    if (await page.locator("form:invalid").filter({ has: field }).count()) return "never sent, the browser refused the entry";
    await field.inputValue();
    await this.press(page, "Verify");
    return this.answer(page);
  }

  async answer(page) {
    const told = await page.evaluate(TOLD, ["alert", "status"]);
    return told.alert.length ? "rejected" : this.place(page);
  }

  place(page) {
    const where = this.path(page);
    return PLACES[where] ?? (where.startsWith("/settings") ? "signed in" : "something else");
  }

  path(page) {
    return page.url().slice(this.server.url.length).split("?")[0];
  }

  press(page, name) {
    return this.led(page, page.getByRole("button", { name, exact: true }));
  }

  follow(page, name) {
    return this.led(page, page.getByRole("link", { name, exact: true }));
  }

  led(page, what) {
    return Promise.all([page.waitForNavigation(ANSWERED), what.click()]);
  }

  /** What a written argument means in this run. */
  value(written) {
    if (written === null || typeof written !== "object") return written;
    const [kind, number, place] = written.name.split(" ");
    const made = this.came[Number(number)];
    const meant = {
      code: () => code(this.keys[Number(number)], this.firstStep + Number(place)),
      email: () => made.email,
      password: () => PASSWORD,
      ready: () => made.backup_codes[Number(place)],
    }[kind]();
    return written.gaps.reduce((text, [at, gap]) => text.slice(0, at) + gap + text.slice(at), meant.replace(/[\s-]/g, ""));
  }
}

/** RFC 6238 with the defaults that every app has. */
function code(key, step) {
  const bits = [...key].map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"));
  const bytes = bits.join("").match(/.{8}/g).map((byte) => parseInt(byte, 2));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const mac = createHmac("sha1", Buffer.from(bytes)).update(counter).digest();
  const at = mac[19] & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1e6).padStart(6, "0");
}

function camelled(settings) {
  const named = ([name, value]) => [name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase()), value];
  return Object.fromEntries(Object.entries(settings).map(named));
}

module.exports = { Player, Server };

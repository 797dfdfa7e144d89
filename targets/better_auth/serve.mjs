/**
 * A small site with better-auth and its twoFactor plugin: what `node serve.mjs PORT` serves on loopback.
 *
 * The pages are this file's; what they ask goes to better-auth's own endpoints below /api/auth, and all that
 * isn't named here is as better-auth has it by default. Where it stores things is named by SITE_FOLDER.
 */

import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

import { betterAuth } from "better-auth";
import { getMigrations } from "better-auth/db/migration";
import { fromNodeHeaders, toNodeHandler } from "better-auth/node";
import { twoFactor } from "better-auth/plugins";
import QRCode from "qrcode";

const port = Number(process.argv[2]);
const base = `http://127.0.0.1:${port}`;
const folder = process.env.SITE_FOLDER;
const mailFolder = join(folder, "mail");
let mailsSent = 0;

const options = {
  appName: "better-auth",
  baseURL: base,
  secret: "for throw-away data on loopback only",
  database: new DatabaseSync(join(folder, "site.sqlite")),
  telemetry: { enabled: false },
  emailAndPassword: {
    enabled: true,
    sendResetPassword: async ({ user, url }) =>
      mail(user.email, "Reset your password", `Choose a new password here:\n\n${url}\n`),
  },
  plugins: [twoFactor()],
};
const auth = betterAuth(options);

/** Write a mail into a file of its own (RFC 5322) instead of sending it. */
function mail(to, subject, text) {
  const head = [
    `From: site@example.com`,
    `To: ${to}`,
    `Subject: ${subject}`,
    `Date: ${new Date().toUTCString()}`,
    `MIME-Version: 1.0`,
    `Content-Type: text/plain; charset=utf-8`,
  ];
  mkdirSync(mailFolder, { recursive: true });
  const file = `${String(++mailsSent).padStart(6, "0")}.eml`;
  writeFileSync(join(mailFolder, file), [...head, "", text].join("\n"));
}

// Pages for everybody

const field = (label, attributes) => `<label>${label} <input required ${attributes}></label>`;
const email = field("E-mail", 'name="email" type="email" autocomplete="username"');
const password = field("Password", 'name="password" type="password" autocomplete="current-password"');
const code = field("Code", 'name="code" inputmode="numeric" autocomplete="one-time-code"');

const openPages = {
  "/sign-up": () => `<h1>Sign up</h1>
    <form data-to="/sign-up/email" data-next="/">
      ${field("Name", 'name="name" autocomplete="name"')} ${email}
      ${field("Password", 'name="password" type="password" autocomplete="new-password"')}
      <button>Sign up</button>
    </form>
    <p><a href="/login">Sign in</a></p>`,

  "/login": () => `<h1>Sign in</h1>
    <form data-to="/sign-in/email" data-next="/" data-second-step="/login/code">
      ${email} ${password} <button>Sign in</button>
    </form>
    <p><a href="/sign-up">Sign up</a> <a href="/forgot-password">Forgot your password?</a></p>`,

  "/login/code": () => `<h1>Enter the code from your phone</h1>
    <form data-to="/two-factor/verify-totp" data-next="/">${code} <button>Sign in</button></form>
    <p><a href="/login/backup-code">Use a backup code</a> <a href="/login">Back to sign-in</a></p>`,

  "/login/backup-code": () => `<h1>Enter a backup code</h1>
    <form data-to="/two-factor/verify-backup-code" data-next="/">
      ${field("Backup code", 'name="code" autocomplete="off" autocapitalize="none" spellcheck="false"')}
      <button>Sign in</button>
    </form>
    <p><a href="/login/code">Use a code from your phone</a> <a href="/login">Back to sign-in</a></p>`,

  "/forgot-password": () => `<h1>Forgot your password?</h1>
    <form data-to="/request-password-reset">
      <input type="hidden" name="redirectTo" value="/reset-password"> ${email} <button>Send a link</button>
    </form>
    <p><a href="/login">Back to sign-in</a></p>`,

  "/reset-password": ({ query }) => `<h1>Choose a new password</h1>
    <form data-to="/reset-password" data-next="/login">
      <input type="hidden" name="token" value="${escaped(query.get("token") ?? "")}">
      ${field("New password", 'name="newPassword" type="password" autocomplete="new-password"')}
      <button>Set password</button>
    </form>`,
};

// Pages for who is signed in. A page that gives nothing sends its reader to the settings.

const codesShown = `<section id="codes" hidden>
    <h2>Your backup codes</h2>
    <p>Each of them signs you in once when you don't have your phone. They are shown only now: print them or
      write them on paper, and keep them in a safe place away from this computer.</p>
    <ul id="backup-codes"></ul>
    <p><a id="download" download="backup-codes.txt">Download</a> <a href="/settings">I have saved them</a></p>
  </section>`;

const privatePages = {
  "/": ({ user }) => `<h1>Home</h1><p>Hello ${escaped(user.name)}.</p>`,

  "/settings": async ({ user }) => {
    if (!user.twoFactorEnabled)
      return `<h1>Settings</h1>
        <p>Two-factor authentication is off.</p>
        <p><a href="/settings/turn-on">Turn on two-factor authentication</a></p>`;
    const { backupCodes } = await auth.api.viewBackupCodes({ body: { userId: user.id } });
    return `<h1>Settings</h1>
      <p>Two-factor authentication is on.</p>
      <p>${backupCodes.length} backup codes left.</p>
      <p><a href="/settings/backup-codes">Make new backup codes</a></p>
      <p><a href="/settings/turn-off">Turn off two-factor authentication</a></p>`;
  },

  "/settings/turn-on": ({ user }) =>
    !user.twoFactorEnabled &&
    `<h1>Turn on two-factor authentication</h1>
    <form data-to="/two-factor/enable" data-show="set-up">${password} <button>Show the QR code</button></form>
    <section id="set-up" hidden>
      <p>Scan this with your authenticator app.</p>
      <img id="qr" alt="QR code">
      <p>Or type this key into it: <code id="key"></code></p>
      <form data-to="/two-factor/verify-totp" data-show="codes">${code} <button>Turn on</button></form>
    </section>
    ${codesShown}`,

  "/settings/backup-codes": ({ user }) =>
    user.twoFactorEnabled &&
    `<h1>Make new backup codes</h1>
    <p>The codes that you have now stop working.</p>
    <form data-to="/two-factor/generate-backup-codes" data-show="codes">
      ${password} <button>Make new backup codes</button>
    </form>
    ${codesShown}`,

  "/settings/turn-off": ({ user }) =>
    user.twoFactorEnabled &&
    `<h1>Turn off two-factor authentication</h1>
    <form data-to="/two-factor/disable" data-next="/settings">${password} <button>Turn off</button></form>`,
};

/** What the pages do in the browser: it is sent along with each of them. */
function inTheBrowser() {
  const place = (name) => document.getElementById(name);
  const say = (role, words) => (document.querySelector(`[role=${role}]`).textContent = words);
  const kept = sessionStorage.getItem("refusal");
  if (kept) say("alert", kept);
  sessionStorage.removeItem("refusal");

  async function post(path, body) {
    const headers = { "content-type": "application/json" };
    const response = await fetch(path, { method: "POST", headers, body: JSON.stringify(body) });
    const told = await response.json().catch(() => ({}));
    if (!response.ok) throw Object.assign(new Error(told.message ?? response.statusText), told);
    return told;
  }

  /** People type codes with the gap that their phone shows. */
  function given(form) {
    const body = Object.fromEntries(new FormData(form));
    return body.code ? { ...body, code: body.code.replace(/\s/g, "") } : body;
  }

  async function show({ totpURI, backupCodes }) {
    if (totpURI) {
      place("key").textContent = new URL(totpURI).searchParams.get("secret").replace(/.{4}(?=.)/g, "$& ");
      place("qr").src = (await post("/qr", { text: totpURI })).picture;
      await place("qr").decode();
    }
    if (backupCodes) {
      const line = (textContent) => Object.assign(document.createElement("li"), { textContent });
      place("backup-codes").replaceChildren(...backupCodes.map(line));
      place("download").href = URL.createObjectURL(new Blob([backupCodes.join("\n") + "\n"]));
    }
  }

  function refused(error) {
    const isOver = ["INVALID_TWO_FACTOR_COOKIE", "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE"].includes(error.code);
    if (!isOver) return say("alert", error.message);
    sessionStorage.setItem("refusal", error.message);
    location.assign("/login");
  }

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    say("alert", "");
    say("status", "");
    try {
      const told = await post(`/api/auth${form.dataset.to}`, given(form));
      if (told.twoFactorRedirect) return location.assign(form.dataset.secondStep);
      if (form.dataset.next) return location.assign(form.dataset.next);
      await show(told);
      say("status", told.message ?? "");
      if (form.dataset.show) {
        (form.closest("section") ?? form).hidden = true;
        place(form.dataset.show).hidden = false;
      }
    } catch (error) {
      refused(error);
    }
  });
}

const escaped = (text) => text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);

const menu = `<nav><a href="/">Home</a> <a href="/settings">Settings</a>
  <form data-to="/sign-out" data-next="/login"><button>Sign out</button></form></nav>`;

const page = (content, user) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>better-auth</title>
<style>body { font: 1em sans-serif; max-width: 40em; margin: 1em auto } label { display: block }
  a, button { display: inline-block; padding: 0.3em 0.5em }
  [role=alert] { color: #b00020 } #backup-codes { font-family: monospace } [hidden] { display: none }</style>
${user ? menu : ""}
<main>
<p role="alert"></p>
<p role="status"></p>
${content}
</main>
<script>(${inTheBrowser})()</script>
</html>`;

// The server

function send(response, status, headers, text = "") {
  response.writeHead(status, { "cache-control": "no-store", ...headers });
  response.end(text);
}

const html = { "content-type": "text/html; charset=utf-8", "x-frame-options": "DENY" };
const sendPage = (response, text) => send(response, 200, html, text);
const redirect = (response, location) => send(response, 302, { location });

async function readJson(request) {
  let text = "";
  for await (const part of request) text += part;
  return JSON.parse(text);
}

/** The picture of a text that a phone can scan, for who is signed in. */
async function sendPicture(request, response) {
  const { text } = await readJson(request);
  const picture = await QRCode.toDataURL(text, { scale: 6 });
  send(response, 200, { "content-type": "application/json" }, JSON.stringify({ picture }));
}

async function serve(request, response) {
  const { pathname, searchParams } = new URL(request.url, base);
  const session = await auth.api.getSession({ headers: fromNodeHeaders(request.headers) });
  if (openPages[pathname]) {
    if (session) return redirect(response, "/");
    return sendPage(response, page(openPages[pathname]({ query: searchParams })));
  }
  if (!session) return redirect(response, "/login");
  if (pathname === "/qr" && request.method === "POST") return sendPicture(request, response);
  if (!privatePages[pathname]) return send(response, 404, {}, "There is no such page.");
  const content = await privatePages[pathname](session);
  return content ? sendPage(response, page(content, session.user)) : redirect(response, "/settings");
}

const handler = toNodeHandler(auth);
await (await getMigrations(options)).runMigrations();
createServer((request, response) => {
  const answer = request.url.startsWith("/api/auth/") ? handler : serve;
  Promise.resolve(answer(request, response)).catch((error) => {
    console.error(error);
    send(response, 500, {}, "Something went wrong.");
  });
}).listen(port, "127.0.0.1");

// What the tests share: the browser, the binary, and folders of their own. In: nothing. Out: pages that say
// what they ask for. Never: a connection to anything but this machine.

import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { chromium } from "playwright-core";

export const PROJECT = resolve(import.meta.dirname, "../..");

const NAMES = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

/** The binary: the one that is named, else the one that was built last. */
const built = ["target/release/infra", "target/debug/infra"].map((path) => join(PROJECT, path)).filter((path) => existsSync(path));
const age = (path) => -statSync(path).mtimeMs;
const binary = process.env.INFRA ?? built.sort((a, b) => age(a) - age(b))[0];

export function launch() {
  const executablePath = process.env.CHROMIUM ?? NAMES.find((path) => existsSync(path));
  return chromium.launch({ executablePath, args: ARGUMENTS });
}

/** A page, and all that it asked for and complained about. */
export async function open(browser, address, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1400, height: 850 }, ...options });
  const page = await context.newPage();
  const asked = [];
  const wrong = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("pageerror", (error) => wrong.push(error.message));
  page.on("console", (message) => message.type() === "error" && wrong.push(message.text()));
  await page.goto(address);
  return { page, asked, wrong };
}

/** Runs the command; its output where it ends well. */
export function infra(...words) {
  const ran = spawnSync(binary, words, { cwd: PROJECT, encoding: "utf8", maxBuffer: 1 << 28 });
  if (ran.status !== 0) throw new Error(`infra ${words.join(" ")}: ${ran.error ?? ran.stderr}`);
  return ran.stdout;
}

/** A folder that is gone when the process is. */
export function folder() {
  const path = mkdtempSync(join(tmpdir(), "infra-browser-"));
  process.on("exit", () => rmSync(path, { recursive: true, force: true }));
  return path;
}

/** The playground on a free port, in an empty folder or in one that is given. */
export async function playground(cwd = folder()) {
  const server = spawn(binary, ["playground"], { cwd, stdio: ["ignore", "pipe", "inherit"] });
  process.on("exit", () => server.kill());
  const address = await new Promise((resolve, reject) => {
    server.stdout.on("data", (data) => resolve(String(data).trim()));
    server.on("exit", (code) => reject(new Error(`the playground ended with ${code}`)));
  });
  return { address, stop: () => server.kill() };
}

/** What a page looks like, for people: only where `SCREENSHOTS=1` asks for it. */
export async function look(page, name) {
  if (process.env.SCREENSHOTS !== "1") return;
  const pictures = join(import.meta.dirname, "screenshots");
  mkdirSync(pictures, { recursive: true });
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

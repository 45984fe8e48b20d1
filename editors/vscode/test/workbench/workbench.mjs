// A VS Code that runs as a server, with this extension and a project of its own, and a browser that shows it.
// In: the binary that the extension starts. Out: what people do in a workbench. Never: the set-up of whoever runs it.

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';
import { extension, infra } from '../paths.mjs';

const here = fileURLToPath(new URL('.', import.meta.url));
const server = join(here, 'node_modules/code-server/lib/vscode/out/server-main.js');
const WAIT = 30_000;
// Hints would stand between the words that a test looks for.
const SETTINGS = { 'infra.path': infra, 'editor.inlayHints.enabled': 'off' };

export async function openWorkbench() {
  const folder = mkdtempSync(join(tmpdir(), 'infra-workbench-'));
  const project = join(folder, 'project');
  cpSync(join(here, 'project'), project, { recursive: true });
  mkdirSync(join(folder, 'data/Machine'), { recursive: true });
  writeFileSync(join(folder, 'data/Machine/settings.json'), JSON.stringify(SETTINGS));

  const options = ['--server-data-dir', folder, '--extensions-dir', join(folder, 'extensions')];
  const quiet = ['--accept-server-license-terms', '--telemetry-level', 'off', '--disable-workspace-trust'];
  const vsix = join(extension, 'infra.vsix');
  execFileSync(process.execPath, [server, ...options, ...quiet, '--install-extension', vsix], { stdio: 'ignore' });
  const port = await freePort();
  const address = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  const running = spawn(process.execPath, [server, ...options, ...quiet, ...address], { stdio: 'ignore' });
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--headless', '--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
  });
  const close = async () => {
    await browser.close();
    const ended = new Promise((resolve) => running.once('exit', resolve));
    running.kill();
    await ended;
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };

  try {
    const context = await browser.newContext({ viewport: { width: 1500, height: 900 } });
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const page = await context.newPage();
    page.setDefaultTimeout(WAIT);
    const url = `http://127.0.0.1:${port}/?folder=${encodeURIComponent(project)}`;
    await answers(url);
    await page.goto(url);
    await page.locator('.monaco-workbench .explorer-viewlet').waitFor();
    return { close, project, ...actions(page) };
  } catch (error) {
    await close();
    throw error;
  }
}

function actions(page) {
  /** The nth editor that is open, from the left. */
  const editor = (index = 0) => page.locator('.editor-group-container').nth(index).locator('.editor-instance');

  /** The text of an editor, as far as it is on the screen. */
  const text = async (index = 0) => {
    const rows = await editor(index).locator('.view-line').evaluateAll((lines) =>
      lines
        .map((line) => [Number.parseInt(line.style.top, 10), line.textContent])
        .sort(([a], [b]) => a - b)
        .map(([, row]) => row.replace(/\u00a0/g, ' ')),
    );
    return rows.join('\n');
  };

  /** Asks again until it holds. */
  const eventually = async (what, holds) => {
    const end = Date.now() + WAIT;
    while (Date.now() < end) {
      if (await holds()) return;
      await page.waitForTimeout(100);
    }
    await picture('failed');
    throw new Error(`${what}: not after ${WAIT / 1000} seconds`);
  };

  const quickInput = page.locator('.quick-input-widget input').first();

  const pick = async (open, words) => {
    await page.keyboard.press(open);
    await quickInput.waitFor();
    // The palette brings the sign that says it is one.
    const sign = open === 'F1' ? '>' : '';
    await quickInput.fill(`${sign}${words}`);
    await page.locator('.quick-input-list .monaco-list-row').first().waitFor();
    await page.keyboard.press('Enter');
  };

  const open = async (file) => {
    await page.locator('.explorer-viewlet .monaco-list-row', { hasText: file }).first().dblclick();
    await page.locator(`.tab.active[data-resource-name="${file}"]`).waitFor();
    await editor().locator('.view-line').first().waitFor();
  };

  /** Puts the cursor behind the first `words` of the active editor. */
  const goTo = async (words, index = 0) => {
    const lines = (await text(index)).split('\n');
    const row = lines.findIndex((line) => line.includes(words));
    if (row < 0) throw new Error(`no \`${words}\` in\n${lines.join('\n')}`);
    // A click might meet a lens.
    await page.keyboard.press(`Control+${index + 1}`);
    await page.keyboard.press('Control+Home');
    for (let down = 0; down < row; down += 1) await page.keyboard.press('ArrowDown');
    for (let right = 0; right < lines[row].indexOf(words) + words.length; right += 1) {
      await page.keyboard.press('ArrowRight');
    }
  };

  const pictures = join(here, 'pictures');
  const picture = (name) => page.screenshot({ path: join(pictures, `${name}.png`) });

  return {
    page,
    editor,
    text,
    eventually,
    open,
    goTo,
    picture,
    command: (title) => pick('F1', title),
    /** Marks of the template view, or of the source. */
    marks: (index) => editor(index).locator('.view-overlays [class*="ced-"], .cdr[class*="ced-"]'),
    /** Writes over what was typed before the cursor. */
    replaceBefore: async (count, words) => {
      for (let back = 0; back < count; back += 1) await page.keyboard.press('Backspace');
      await page.keyboard.type(words);
    },
    closeAll: async () => {
      await pick('F1', 'View: Close All Editor Groups');
      const discard = page.locator('.monaco-dialog-box button, .monaco-dialog-box .monaco-button', { hasText: "Don't Save" });
      await page.waitForTimeout(500);
      if (await discard.count()) await discard.first().click();
    },
  };
}

async function freePort() {
  const probe = createServer();
  await new Promise((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const { port } = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function answers(url) {
  for (let tries = 0; tries < 300; tries += 1) {
    const status = await fetch(url).then((answer) => answer.status, () => 0);
    if (status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${url} does not answer`);
}

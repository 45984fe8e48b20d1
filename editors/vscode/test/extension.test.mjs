// The extension as it is bundled: what it says it has is there, and what it says where the server is missing.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fakeEditor } from './editor.mjs';
import { extension, manifest } from './paths.mjs';

const { contributes } = manifest;

async function activated(settings) {
  const editor = fakeEditor(settings);
  await editor.loaded.activate(editor.context);
  return editor;
}

test('every command is registered, and every other one is for lenses', async () => {
  const { registered, loaded } = await activated({ 'infra.path': 'no-such-infra' });
  const named = contributes.commands.map(({ command }) => command);
  assert.deepEqual(named.filter((name) => !registered.has(name)), []);
  assert.deepEqual([...registered.keys()].filter((name) => !named.includes(name)), ['infra.showReferences']);
  await loaded.deactivate();
});

test('menus name commands that are there', () => {
  const named = contributes.commands.map(({ command }) => command);
  const used = Object.values(contributes.menus).flat().map(({ command }) => command);
  assert.ok(used.length > 0);
  assert.deepEqual(used.filter((name) => !named.includes(name)), []);
});

test('a server that is missing is said, with a way out', async () => {
  const { said, loaded } = await activated({ 'infra.path': 'no-such-infra' });
  assert.equal(said.length, 1);
  assert.equal(said[0].kind, 'error');
  assert.match(said[0].text, /`no-such-infra` was not found/);
  assert.deepEqual(said[0].choices, ['Choose infra…', 'Open Settings', 'Try Again']);
  await loaded.deactivate();
});

test('another program is not taken for the server', async () => {
  const { said, loaded } = await activated({ 'infra.path': '/bin/echo' });
  assert.match(said[0].text, /is another program/);
  await loaded.deactivate();
});

test('without a server a command says so', async () => {
  const editor = await activated({ 'infra.path': 'no-such-infra' });
  await editor.registered.get('infra.showGraph')('file:///main.infra');
  await editor.registered.get('infra.runTest')('file:///main.infra', 'a test');
  assert.match(editor.said.at(-1).text, /does not run; `Infra: Restart Server` starts it/);
  await editor.loaded.deactivate();
});

test('every file that the manifest names is there', () => {
  const paths = JSON.stringify(manifest).match(/"\.\/[^"]+"|"icon\.png"/g).map((text) => JSON.parse(text));
  assert.ok(paths.length >= 6);
  assert.deepEqual(paths.filter((path) => !existsSync(join(extension, path))), []);
});

test('a folder that is not trusted does not say which binary is started', () => {
  const { untrustedWorkspaces } = manifest.capabilities;
  assert.equal(untrustedWorkspaces.supported, 'limited');
  assert.ok(untrustedWorkspaces.restrictedConfigurations.includes('infra.path'));
});

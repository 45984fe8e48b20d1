// The parts that know nothing of the editor: the binary's path, the page's policy, what a text looks like.

import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { build } from 'esbuild';
import { extension, filesBelow, infra, read } from './paths.mjs';

const folder = mkdtempSync(join(tmpdir(), 'infra-parts-'));
after(() => rmSync(folder, { recursive: true }));

/** A module of the extension, compiled for this test. */
async function part(name) {
  const outfile = join(folder, `${name}.mjs`);
  await build({ entryPoints: [join(extension, 'src', `${name}.ts`)], outfile, bundle: true, format: 'esm', platform: 'node' });
  return import(outfile);
}

const { probe, resolvePath } = await part('binary');
const { messagePage, withPolicy } = await part('policy');
const { looksLikeTemplate, programName, testsIn } = await part('templates');

test('the path of the binary', () => {
  for (const [setting, expected] of [
    ['infra', 'infra'],
    ['', 'infra'],
    ['  infra  ', 'infra'],
    ['~/bin/infra', '/home/me/bin/infra'],
    ['/opt/infra', '/opt/infra'],
    ['bin/infra', '/work space/bin/infra'],
    ['./infra', '/work space/infra'],
    ['${workspaceFolder}/infra', '/work space/infra'],
  ]) {
    assert.equal(resolvePath(setting, '/home/me', '/work space'), expected, setting);
  }
  assert.equal(resolvePath('bin/infra', '/home/me', undefined), 'bin/infra');
});

test('a binary is asked who it is', async () => {
  assert.match((await probe(infra)).version, /^\d+\.\d+/);
  assert.match((await probe('/no/such/infra')).problem, /was not found/);
  const file = join(folder, 'text');
  writeFileSync(file, 'no program');
  chmodSync(file, 0o644);
  assert.match((await probe(file)).problem, /may not be executed/);
  const failing = join(folder, 'failing');
  writeFileSync(failing, '#!/bin/sh\nexit 3\n');
  chmodSync(failing, 0o755);
  assert.match((await probe(failing)).problem, /does not start/);
});

test('a page runs its own scripts alone', () => {
  const code = 'const a = "</p>";\nrun(a);';
  const page = `<!doctype html><html><head lang="en"><title>x</title></head><body><script>${code}</script></body></html>`;
  const secured = withPolicy(page);
  const hash = createHash('sha256').update(code).digest('base64');
  assert.ok(secured.includes(`script-src 'sha256-${hash}'`));
  assert.ok(secured.includes("default-src 'none'"));
  assert.equal(secured.replace(/<meta [^>]*>/, ''), page);
  assert.ok(secured.indexOf('<meta') < secured.indexOf('<script'));
});

test('a page without scripts runs none, and a message is text', () => {
  assert.ok(withPolicy('<p>x</p>').startsWith('<meta http-equiv="Content-Security-Policy"'));
  assert.ok(withPolicy('<p>x</p>').includes("script-src 'none'"));
  assert.ok(!messagePage('<script>alert(1)</script>').includes('<script'));
});

test('templates are told from other texts', () => {
  const templates = [...filesBelow('tests/programs', 'template.json')];
  assert.ok(templates.length > 20);
  for (const path of templates.filter((path) => /"Type": "AWS::/.test(read(path)))) {
    assert.ok(looksLikeTemplate(read(path)), path);
  }
  assert.ok(looksLikeTemplate('Resources:\n  A:\n    Type: AWS::SQS::Queue\n'));
  for (const text of ['', 'let a = 1', 'Type: AWS::SQS::Queue', 'Resources:\n  - a\n', '{"compilerOptions": {}}']) {
    assert.ok(!looksLikeTemplate(text), text);
  }
});

test('a program is named after its template', () => {
  assert.equal(programName('/a/photos.template.yaml'), 'photos');
  assert.equal(programName('C:\\a\\photos.json'), 'photos');
  assert.equal(programName('photos.template'), 'photos');
  assert.equal(programName('.yaml'), 'main');
});

test('the tests of a program', () => {
  const text = 'let a = 1\ntest "a \\"b\\" \\$" with { x: 1 } {\n}\n  test \'raw\' {}\nlet test = "no"\n';
  assert.deepEqual(testsIn(text), [
    { name: 'a "b" $', line: 1 },
    { name: 'raw', line: 3 },
  ]);
});

// Each snippet, with what it suggests, is a program that checks without an error and is formatted.

import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { extension, infra } from './paths.mjs';

const snippets = JSON.parse(readFileSync(join(extension, 'snippets/infra.json'), 'utf8'));
const folder = mkdtempSync(join(tmpdir(), 'infra-snippets-'));
after(() => rmSync(folder, { recursive: true }));

// What is no declaration stands in one.
const VALUES = ['match', 'if', 'forlist', 'formap'];
const FOR_TERRAFORM = ['data', 'module'];
// A stack without a resource is an error of its own.
const BESIDE = 'resource beside = AWS::SNS::Topic {}\n';

/** What stands there when nothing is typed: `${1:text}` is `text`. A place inside of another is refused. */
function withDefaults(body) {
  const text = [body].flat().join('\n');
  return text.replace(/\$\{\d+:((?:\\.|\$(?!\{)|\{[^{}]*\}|[^{}$\\])*)\}|\$\d/g, (_, value) => (value ?? '').replace(/\\(.)/g, '$1'));
}

for (const [name, { body, prefix, description }] of Object.entries(snippets)) {
  test(`${prefix}: ${name}`, () => {
    assert.ok(description);
    const text = `${VALUES.includes(prefix) ? 'let a = ' : ''}${withDefaults(body)}\n\n${BESIDE}`;
    assert.doesNotMatch(text, /\$\{\d/);
    const path = join(folder, `${prefix}.infra`);
    writeFileSync(path, text);
    const format = spawnSync(infra, ['fmt', '--check', path], { encoding: 'utf8' });
    assert.equal(format.status, 0, `${text}${format.stdout}${format.stderr}`);
    const target = FOR_TERRAFORM.includes(prefix) ? 'terraform' : 'cloudformation';
    const options = ['--message-format', 'short', '--target', target];
    const check = spawnSync(infra, ['check', path, ...options], { encoding: 'utf8' });
    assert.equal(check.status, 0, `${text}${check.stdout}${check.stderr}`);
  });
}

test('there is a snippet for each declaration', () => {
  const declarations = execFileSync('sed', ['-n', '/^declaration = /,/^}/p', join(extension, '../../grammar/infra.pest')], { encoding: 'utf8' });
  const keywords = [...declarations.matchAll(/(\w+)_item/g)].map(([, keyword]) => keyword);
  assert.ok(keywords.length >= 16);
  const prefixes = Object.values(snippets).map(({ prefix }) => prefix);
  assert.deepEqual(keywords.filter((keyword) => !prefixes.includes(keyword)), []);
});

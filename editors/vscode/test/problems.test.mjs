// The problem matcher, by what the real `infra check` prints.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { infra, manifest } from './paths.mjs';

const [pattern] = manifest.contributes.problemPatterns;

/** What VS Code's task runner makes of a line. */
function problem(line) {
  const match = new RegExp(pattern.regexp).exec(line);
  const parts = ['file', 'line', 'column', 'severity', 'code', 'message'];
  return match && Object.fromEntries(parts.map((part) => [part, match[pattern[part]]]));
}

test('each message of a check is a problem at its place', () => {
  const folder = mkdtempSync(join(tmpdir(), 'infra problems-'));
  const file = 'main stack.infra';
  const source = ['resource q = AWS::SQS::Queue {', '  QueueNam: "a"', '  VisibilityTimeout: "80"', '}'].join('\n');
  writeFileSync(join(folder, file), `${source}\n`);
  const { stdout, stderr } = spawnSync(infra, ['check', file, '--message-format', 'short'], { cwd: folder, encoding: 'utf8' });
  rmSync(folder, { recursive: true });
  const found = (stdout + stderr).split('\n').map(problem).filter(Boolean);
  assert.deepEqual(
    found.map(({ message, ...place }) => place),
    [
      { file, line: '2', column: '3', severity: 'error', code: 'schema::unknown-property' },
      { file, line: '3', column: '22', severity: 'warning', code: 'schema::quoted' },
    ],
  );
  assert.match(found[0].message, /has no property `QueueNam`/);
});

test('what is no message is no problem', () => {
  for (const line of ['', 'main.infra: builds for CloudFormation', '{"Resources": {}}', 'error: no such file']) {
    assert.equal(problem(line), null, line);
  }
});

test('the matcher uses the pattern', () => {
  const [matcher] = manifest.contributes.problemMatchers;
  assert.equal(matcher.pattern, `$${pattern.name}`);
});

// The grammar, by the tokenizer of VS Code: small cases whose scopes are written out, and all programs of
// the repository.

import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { test } from 'node:test';
import textmate from 'vscode-textmate';
import { filesBelow, read } from './paths.mjs';
import { tokenize } from './tokenizer.mjs';

const cases = new URL('grammar.txt', import.meta.url);

/** A case as it stands in `grammar.txt`: each line with its tokens under it. */
function render(text, tokens) {
  const rows = text.split('\n').flatMap((line, index) => {
    const here = tokens.filter((token) => token.line === index + 1 && token.text.trim());
    const drawn = here.map((token) => {
      const scopes = token.scopes.map((scope) => scope.replace(/\.infra$/, '')).join(' ');
      const start = token.column - 1 + token.text.search(/\S/);
      return `# ${' '.repeat(start)}${'^'.repeat(token.text.trim().length)} ${scopes || '-'}`;
    });
    return [`> ${line}`, ...drawn];
  });
  return rows.join('\n');
}

test('small cases have the scopes that are written under them', async () => {
  const expected = readFileSync(cases, 'utf8');
  const parts = await Promise.all(
    expected.trimEnd().split(/\n(?=== )/).map(async (part) => {
      const [title, ...rows] = part.split('\n');
      const source = rows.filter((row) => row.startsWith('>')).map((row) => row.slice(2)).join('\n');
      const { tokens } = await tokenize(source);
      return `${title}\n${render(source, tokens)}\n`;
    }),
  );
  const found = parts.join('\n');
  if (process.env.BLESS) writeFileSync(cases, found);
  else assert.equal(found, expected);
});

const programs = [
  ...filesBelow('examples', '.infra'),
  ...filesBelow('stdlib/std', '.infra'),
  ...filesBelow('tests/std', '.infra'),
  ...filesBelow('tests/programs', 'main.infra'),
];

test('no program holds a token out of place, and at its end nothing is open', async () => {
  assert.ok(programs.length > 100);
  for (const path of programs) {
    const { tokens, depth } = await tokenize(read(path));
    const illegal = tokens.filter((token) => token.scopes.some((scope) => scope.startsWith('invalid.')));
    assert.deepEqual(illegal, [], path);
    assert.equal(depth, 1, `${path}: something is still open at the end`);
  }
});

test('every line of a program that begins at its left edge begins with a keyword or closes', async () => {
  const begins = /^(keyword\.(declaration|control\.(import|for|if))|comment|punctuation\.|string\.)/;
  for (const path of programs) {
    const { tokens } = await tokenize(read(path));
    for (const token of tokens.filter(({ column, text }) => column === 1 && /\S/.test(text[0] ?? ''))) {
      assert.match(token.scopes.at(-1) ?? 'none', begins, `${path}:${token.line}: \`${token.text}\``);
    }
  }
});

test('every name of a type in a program is one token', async () => {
  let seen = 0;
  for (const path of programs) {
    const { tokens } = await tokenize(read(path));
    for (const { scopes, text, line } of tokens) {
      const code = !scopes.some((scope) => /^(comment|string)/.test(scope)) || scopes.includes('source.infra');
      if (!code || !text.includes('::')) continue;
      seen += 1;
      assert.match(text.trim(), /^[\w]+(::[\w@-]+)+(\.\w+)*$/, `${path}:${line}`);
      assert.equal(scopes.at(-1), 'entity.name.type.infra', `${path}:${line}: \`${text}\``);
    }
  }
  assert.ok(seen > 500);
});

test('in Markdown a fence of `infra` is coloured, and what follows it is not', async () => {
  const text = 'Text.\n\n```infra\nlet a = 1\n```\n\nlet b = 2\n';
  const { tokens } = await tokenize(text, 'text.html.markdown');
  const scopesOf = (line) => tokens.filter((token) => token.line === line).flatMap((token) => token.scopes);
  assert.ok(scopesOf(4).includes('keyword.declaration.infra'));
  assert.ok(scopesOf(4).includes('meta.embedded.block.infra'));
  assert.ok(!scopesOf(7).some((scope) => scope.endsWith('.infra')));
});

test('the older form of the grammar says the same', () => {
  const older = textmate.parseRawGrammar(read('editors/textmate/infra.tmLanguage'), 'infra.tmLanguage');
  const newer = JSON.parse(read('editors/vscode/syntaxes/infra.tmLanguage.json'));
  for (const part of ['name', 'scopeName', 'patterns', 'repository']) assert.deepEqual(older[part], newer[part]);
});

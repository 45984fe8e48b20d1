// The tokenizer of VS Code over this extension's grammars. In: text. Out: its tokens with their scopes.

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

const require = createRequire(import.meta.url);
const wasm = readFileSync(require.resolve('vscode-oniguruma/release/onig.wasm'));

// Enough of Markdown's grammar for the injection to have something to stand in.
const MARKDOWN = { scopeName: 'text.html.markdown', patterns: [{ name: 'meta.paragraph', match: '.+' }], repository: {} };

const registry = new textmate.Registry({
  onigLib: oniguruma.loadWASM(wasm).then(() => ({
    createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
    createOnigString: (text) => new oniguruma.OnigString(text),
  })),
  loadGrammar: async (scope) => {
    if (scope === 'text.html.markdown') return MARKDOWN;
    const name = { 'source.infra': 'infra', 'markdown.infra.codeblock': 'infra.markdown' }[scope];
    const path = new URL(`../syntaxes/${name}.tmLanguage.json`, import.meta.url);
    return textmate.parseRawGrammar(readFileSync(path, 'utf8'), path.pathname);
  },
  getInjections: (scope) => (scope === 'text.html.markdown' ? ['markdown.infra.codeblock'] : []),
});

/** Each token: its line and column (from 1), its text, and its scopes without the outermost. */
export async function tokenize(text, scope = 'source.infra') {
  const grammar = await registry.loadGrammar(scope);
  const tokens = [];
  let stack = textmate.INITIAL;
  text.split(/\r?\n/).forEach((line, index) => {
    const result = grammar.tokenizeLine(line, stack, 0);
    stack = result.ruleStack;
    for (const { startIndex, endIndex, scopes } of result.tokens) {
      const piece = line.slice(startIndex, endIndex);
      tokens.push({ line: index + 1, column: startIndex + 1, text: piece, scopes: scopes.slice(1) });
    }
  });
  return { tokens, depth: stack.depth };
}

// Writes the two grammars in `syntaxes` from the pieces below, and the first of them as `editors/textmate` has it.
// In: nothing. Out: JSON, and a property list. With `--check` it writes nothing and fails where a file differs. Never: what the language server tells (which name is a
// parameter, which function is built in); that comes as semantic tokens.

import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const NAME = '[_\\p{L}\\p{Nl}][\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}]*';
const WORD = '[\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}]';
const BEFORE = `(?<!${WORD})`;
const AFTER = `(?!${WORD})`;
// Behind one dot stands a field; behind two or three anything.
const NO_FIELD = '(?<![^.]\\.)(?<!^\\.)';
const FIELD = '(?<=[^.]\\.|^\\.)';

// Words that stand between two names without making the first one a keyword: `data in xs`.
const BETWEEN = `(?!(?:in|then|else|for|if|by|with|match|as|from)${AFTER})`;

// What can only begin an item. Whatever is still open there has been forgotten.
const NAMED_ITEMS = 'resource|let|output|param|input|fn|type|existing|data|component|module';
const ITEM_START = [
  `(?:${NAMED_ITEMS})[ \\t]+${BETWEEN}[_\\p{L}]`,
  `import[ \\t]*[{"']`,
  `(?:rule|policy|test)[ \\t]+["']`,
].join('|');
const NEXT_ITEM = `^(?=[ \\t]*(?:${ITEM_START}))`;

const TYPE_NAME = `${NAME}(?:::[\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}@-]*)*(?:\\.${NAME})*`;
const QUALIFIED = `${NAME}(?:::[\\p{L}\\p{Nl}\\p{Mn}\\p{Mc}\\p{Nd}\\p{Pc}@-]*)+(?:\\.${NAME})*`;

// `=` that binds, and no operator.
const BINDS = '=(?![=>])';

const include = (...names) => names.map((name) => ({ include: `#${name}` }));
const capture = (...names) =>
  Object.fromEntries(names.map((name, index) => [index + 1, name && { name: `${name}.infra` }]).filter(([, n]) => n));
const word = (words) => `${BEFORE}${NO_FIELD}(${words})${AFTER}`;

/** A declaration: its keyword, what stands before its `=`, and where that ends. */
const declaration = (keyword, name, ...inside) => ({
  begin: `${word(keyword)}[ \\t]+${BETWEEN}(${NAME})`,
  beginCaptures: capture('keyword.declaration', name),
  end: `(${BINDS})|(?=[,;)}\\]])|${NEXT_ITEM}|^(?=\\s*(?:$|//|@))`,
  endCaptures: capture('keyword.operator.assignment'),
  patterns: include(...inside),
});

/** Brackets with what stands between them. */
const brackets = (kind, open, close, ...inside) => ({
  begin: `\\${open}`,
  beginCaptures: { 0: { name: `punctuation.section.${kind}.begin.infra` } },
  end: `\\${close}|${NEXT_ITEM}`,
  endCaptures: { 0: { name: `punctuation.section.${kind}.end.infra` } },
  patterns: include(...inside),
});

// Braces hold the items of a component too, which may begin anywhere in them.
const braces = (...inside) => ({ ...brackets('braces', '{', '}', ...inside), end: '\\}' });

/** `rule "..."`, `policy "..."`, `test "..."`: a title, a head, and lines in braces. */
const block = (keyword, ...inside) => ({
  begin: `${word(keyword)}(?=[ \\t]*["'])`,
  beginCaptures: capture('keyword.declaration'),
  end: `(?<=\\})|${NEXT_ITEM}`,
  patterns: include(...inside),
});

const text = (name, quote, inside) => ({
  name: `string.quoted.${name}.infra`,
  begin: quote,
  beginCaptures: { 0: { name: 'punctuation.definition.string.begin.infra' } },
  end: quote,
  endCaptures: { 0: { name: 'punctuation.definition.string.end.infra' } },
  patterns: inside,
});

/** A text of one line: the end of the line ends it, as a mistake. */
const line = (name, quote, inside) => ({
  ...text(name, quote, inside),
  end: `(${quote})|([^${quote}\\n]?(?=$))`,
  endCaptures: capture('punctuation.definition.string.end', 'invalid.illegal.unclosed-text'),
});

const interpolation = (end) => ({
  name: 'meta.interpolation.infra',
  contentName: 'source.infra',
  begin: '\\$\\{',
  beginCaptures: { 0: { name: 'punctuation.definition.interpolation.begin.infra' } },
  end,
  endCaptures: { 0: { name: 'punctuation.definition.interpolation.end.infra' } },
  patterns: include('expression'),
});

const repository = {
  // ---- space
  comments: {
    patterns: [
      {
        name: 'comment.line.documentation.infra',
        begin: '///(?!/)',
        beginCaptures: { 0: { name: 'punctuation.definition.comment.infra' } },
        end: '$',
        patterns: [{ name: 'markup.inline.raw.infra', match: '`[^`]+`' }],
      },
      {
        name: 'comment.line.double-slash.infra',
        match: '(//).*$',
        captures: capture('punctuation.definition.comment'),
      },
      {
        name: 'comment.block.infra',
        begin: '/\\*',
        beginCaptures: { 0: { name: 'punctuation.definition.comment.begin.infra' } },
        end: '\\*/',
        endCaptures: { 0: { name: 'punctuation.definition.comment.end.infra' } },
      },
    ],
  },

  // ---- items
  items: {
    patterns: include(
      'attribute', 'import', 'resource', 'module', 'value', 'alias', 'function', 'component',
      'output', 'stack', 'policy', 'rule', 'test',
    ),
  },
  attribute: {
    begin: `(@)(${NAME})`,
    beginCaptures: capture('punctuation.definition.attribute', 'entity.other.attribute-name'),
    end: '(?!\\G)|(?=[^(])',
    patterns: include('arguments'),
  },
  import: {
    begin: `${word('import')}(?=[ \\t]*[{"'])`,
    beginCaptures: capture('keyword.control.import'),
    end: `$|${NEXT_ITEM}`,
    patterns: [
      ...include('comments'),
      {
        ...braces('comments'),
        patterns: [
          ...include('comments'),
          {
            match: `(${NAME})(?:\\s+(as)${AFTER}(?:\\s+(${NAME}))?)?`,
            captures: capture('variable.other.import', 'keyword.control.as', 'variable.other.import'),
          },
          { name: 'punctuation.separator.infra', match: ',' },
        ],
      },
      ...include('texts'),
      { match: word('from'), captures: capture('keyword.control.from') },
      {
        match: `${word('as')}[ \\t]+(${NAME})`,
        captures: capture('keyword.control.as', 'entity.name.namespace'),
      },
    ],
  },
  resource: {
    begin: `${word('resource|existing|data')}[ \\t]+${BETWEEN}(${NAME})`,
    beginCaptures: capture('keyword.declaration', 'variable.other.resource'),
    end: `(${BINDS})\\s*(${TYPE_NAME})?|(?=[,;)}\\]])|${NEXT_ITEM}`,
    endCaptures: capture('keyword.operator.assignment', 'entity.name.type'),
    patterns: include('header'),
  },
  module: {
    begin: `${word('module')}[ \\t]+${BETWEEN}(${NAME})`,
    beginCaptures: capture('keyword.declaration', 'entity.name.namespace'),
    end: `(?=\\{)|${NEXT_ITEM}`,
    patterns: [{ match: word('from'), captures: capture('keyword.control.from') }, ...include('header')],
  },
  value: declaration('param|input|let', 'variable.other.constant', 'comments', 'annotation'),
  output: declaration('output', 'variable.other.output', 'comments', 'condition', 'annotation'),
  alias: {
    begin: `${word('type')}[ \\t]+${BETWEEN}(${NAME})\\s*(${BINDS})`,
    beginCaptures: capture('keyword.declaration', 'entity.name.type', 'keyword.operator.assignment'),
    end: `(?=[;)}\\]])|${NEXT_ITEM}|^(?=\\s*(?:$|//|@|stack[ \\t]*\\{))`,
    patterns: include('type'),
  },
  function: {
    begin: `${word('fn')}[ \\t]+(${NAME})`,
    beginCaptures: capture('keyword.declaration', 'entity.name.function'),
    end: `(${BINDS})|(?=[,;}\\]])|${NEXT_ITEM}`,
    endCaptures: capture('keyword.operator.assignment'),
    patterns: [
      ...include('comments', 'parameters'),
      {
        begin: '->',
        beginCaptures: { 0: { name: 'keyword.operator.arrow.infra' } },
        end: `(?=${BINDS})|(?=[,;)}\\]])|${NEXT_ITEM}`,
        patterns: include('type'),
      },
    ],
  },
  component: {
    begin: `${word('component')}[ \\t]+(${NAME})`,
    beginCaptures: capture('keyword.declaration', 'entity.name.type.component'),
    end: `(?=\\{)|${NEXT_ITEM}`,
    patterns: include('comments', 'parameters'),
  },
  stack: {
    // `match stack { ... }` is an expression.
    match: `${BEFORE}${NO_FIELD}(?<!match )(stack)(?=[ \\t]*\\{)`,
    captures: capture('keyword.declaration'),
  },
  policy: {
    ...block('policy', 'comments', 'texts', 'subject', 'condition', 'statements'),
  },
  rule: block('rule', 'comments', 'texts', 'condition', 'statements'),
  test: block('test', 'comments', 'texts', 'fixed', 'statements'),
  subject: {
    match: `${word('for')}[ \\t]+(${NAME})[ \\t]+(in)${AFTER}(?:[ \\t]+(${TYPE_NAME}))?`,
    captures: capture('keyword.control.for', 'variable.other.local', 'keyword.control.in', 'entity.name.type'),
  },
  fixed: {
    begin: `${word('with')}[ \\t]*(\\{)`,
    beginCaptures: capture('keyword.control.with', 'punctuation.section.braces.begin'),
    // With the space behind it, so that the test does not end at this brace.
    end: '(\\})\\s*',
    endCaptures: capture('punctuation.section.braces.end'),
    patterns: include('entries'),
  },
  statements: {
    ...braces('statement', 'items', 'expression'),
  },
  statement: {
    match: `(?:^|\\G|(?<=[;{]))\\s*(assert|require|warn|expect|snapshot)${AFTER}(?!\\s*(?:${BINDS}|:))`,
    captures: capture('keyword.control.check'),
  },

  // ---- what stands in the head of an item
  header: { patterns: include('comments', 'loop', 'condition', 'texts') },
  loop: {
    begin: `${word('for')}[ \\t]+(${NAME})(?:[ \\t]*(,)[ \\t]*(${NAME}))?`,
    beginCaptures: capture(
      'keyword.control.for', 'variable.other.local', 'punctuation.separator', 'variable.other.local',
    ),
    end: `(?=:(?!:))|(?=${BINDS})|(?=[)}\\]])|(?=${BEFORE}from\\s*["'])|${NEXT_ITEM}`,
    patterns: [{ match: word('by'), captures: capture('keyword.control.by') }, ...include('expression')],
  },
  condition: {
    begin: word('if'),
    beginCaptures: capture('keyword.control.if'),
    end: `(?=:(?!:))|(?=${BINDS})|(?=[{)}\\]])|(?=${BEFORE}from\\s*["'])|${NEXT_ITEM}`,
    patterns: include('expression'),
  },
  annotation: {
    begin: ':(?!:)',
    beginCaptures: { 0: { name: 'punctuation.separator.type.infra' } },
    end: `(?=${BINDS})|(?=[,;)}\\]])|${NEXT_ITEM}|^(?=\\s*(?:$|//|@))`,
    patterns: include('type'),
  },
  parameters: {
    ...brackets('parens', '(', ')'),
    patterns: [
      ...include('comments', 'attribute'),
      {
        begin: `(${NAME})\\s*(?=:(?!:))`,
        beginCaptures: capture('variable.parameter'),
        end: '(?=[,)])|(?==)',
        patterns: include('annotation'),
      },
      ...include('expression'),
    ],
  },

  // ---- types
  type: {
    patterns: [
      ...include('comments', 'texts'),
      {
        match: `${BEFORE}(string|int|number|bool|null|json|any|list|map)(?!${WORD}|::|\\.)`,
        captures: capture('support.type.builtin'),
      },
      { match: `${BEFORE}(true|false)${AFTER}`, captures: capture('constant.language') },
      { name: 'entity.name.type.infra', match: `${BEFORE}${TYPE_NAME}` },
      {
        ...brackets('parens', '(', ')'),
        patterns: [
          { include: '#comments' },
          {
            name: 'string.regexp.infra',
            begin: '/',
            beginCaptures: { 0: { name: 'punctuation.definition.string.begin.infra' } },
            end: '(/)|([^/\\n]?(?=$))',
            endCaptures: capture('punctuation.definition.string.end', 'invalid.illegal.unclosed-text'),
            patterns: [
              { name: 'constant.character.escape.regexp.infra', match: '\\\\.' },
              { name: 'constant.other.character-class.regexp.infra', match: '\\[(?:\\\\.|[^\\]\\\\/\\n])*\\]' },
              { name: 'keyword.operator.quantifier.regexp.infra', match: '[*+?]|\\{\\d+(?:,\\d*)?\\}' },
              { name: 'keyword.operator.regexp.infra', match: '[|^$.()]' },
            ],
          },
          { include: '#type' },
        ],
      },
      {
        ...braces(),
        patterns: [
          { include: '#comments' },
          {
            match: `(${NAME})(\\?)?\\s*(:)(?!:)`,
            captures: capture('variable.other.property', 'keyword.operator.optional', 'punctuation.separator.key-value'),
          },
          { include: '#type' },
        ],
      },
      { name: 'punctuation.definition.type-arguments.infra', match: '[<>]' },
      { name: 'constant.numeric.infra', match: '-?[0-9]+(?:\\.[0-9]+)?(?:[eE][+-][0-9]+)?' },
      { name: 'keyword.operator.range.infra', match: '\\.\\.' },
      { name: 'keyword.operator.type.infra', match: '[|?]' },
      { name: 'punctuation.separator.infra', match: '[,:]' },
    ],
  },

  // ---- expressions
  expression: {
    patterns: include(
      'comments', 'texts', 'numbers', 'loop', 'match', 'keywords', 'constants', 'operators',
      'names', 'lists', 'records', 'arguments', 'separators',
    ),
  },
  match: {
    begin: word('match'),
    beginCaptures: capture('keyword.control.match'),
    end: `(?<=\\})|(?=[,)}\\]])|${NEXT_ITEM}`,
    patterns: [
      {
        ...braces(),
        patterns: [
          { match: `${BEFORE}(_)(?=\\s*=>)`, captures: capture('variable.language.wildcard') },
          { name: 'keyword.operator.or.infra', match: '\\|(?!\\|)' },
          { include: '#expression' },
        ],
      },
      ...include('expression'),
    ],
  },
  keywords: {
    patterns: [
      { match: word('if|then|else'), captures: capture('keyword.control.conditional') },
      { match: word('in'), captures: capture('keyword.operator.word') },
      { match: word('with'), captures: capture('keyword.control.with') },
    ],
  },
  constants: { match: word('true|false|null'), captures: capture('constant.language') },
  numbers: {
    name: 'constant.numeric.infra',
    match: `${BEFORE}[0-9]+(?:\\.[0-9]+)?(?:[eE][+-][0-9]+)?${AFTER}`,
  },
  operators: {
    patterns: [
      { name: 'keyword.operator.spread.infra', match: '\\.\\.\\.' },
      { name: 'keyword.operator.range.infra', match: '\\.\\.' },
      { name: 'keyword.operator.arrow.infra', match: '=>|->' },
      { name: 'keyword.operator.comparison.infra', match: '[=!]=|[<>]=?' },
      { name: 'keyword.operator.logical.infra', match: '&&|\\|\\||!' },
      { name: 'keyword.operator.coalesce.infra', match: '\\?\\?' },
      { name: 'punctuation.accessor.optional.infra', match: '\\?\\.' },
      { name: 'punctuation.accessor.infra', match: '\\.' },
      { name: 'keyword.operator.arithmetic.infra', match: '[+\\-*/%]' },
      { name: 'keyword.operator.assignment.infra', match: '=' },
    ],
  },
  names: {
    patterns: [
      { name: 'entity.name.type.infra', match: `${BEFORE}${QUALIFIED}` },
      {
        match: `${BEFORE}${NO_FIELD}(aws|cfn)(?=\\.)`,
        captures: capture('support.variable.namespace'),
      },
      { match: `${FIELD}(${NAME})(?=\\()`, captures: capture('entity.name.function.call') },
      { match: `${FIELD}(${NAME})`, captures: capture('variable.other.property') },
      { match: `${BEFORE}(${NAME})(?=\\()`, captures: capture('entity.name.function.call') },
      { name: 'variable.other.infra', match: `${BEFORE}${NAME}` },
    ],
  },
  lists: brackets('brackets', '[', ']', 'expression'),
  records: braces('entries'),
  entries: {
    patterns: [
      {
        match: `${BEFORE}${NO_FIELD}(${NAME})\\s*(:)(?!:)`,
        captures: capture('variable.other.property', 'punctuation.separator.key-value'),
      },
      ...include('items', 'expression'),
    ],
  },
  arguments: {
    ...brackets('parens', '(', ')'),
    patterns: [
      {
        match: `${BEFORE}${NO_FIELD}(${NAME})\\s*(:)(?!:)`,
        captures: capture('variable.parameter', 'punctuation.separator.key-value'),
      },
      ...include('expression'),
    ],
  },
  separators: {
    patterns: [
      { name: 'punctuation.separator.infra', match: ',' },
      { name: 'punctuation.separator.key-value.infra', match: ':' },
      { name: 'punctuation.terminator.infra', match: ';' },
    ],
  },

  // ---- texts
  texts: {
    patterns: [
      text('triple', '"""', [
        { name: 'constant.character.escape.infra', match: '\\\\.' },
        interpolation('\\}'),
      ]),
      text('triple.raw', "'''", []),
      line('double', '"', [
        { name: 'constant.character.escape.infra', match: '\\\\(?:[nrt"\\\\$]|u\\{[0-9A-Fa-f]{1,6}\\})' },
        { name: 'invalid.illegal.escape.infra', match: '\\\\(?!$).' },
        interpolation('\\}|(?=$)'),
      ]),
      line('single', "'", []),
    ],
  },
};

const grammar = {
  information_for_contributors: ['Written by scripts/grammar.mjs: change that file, then run `npm run grammar`.'],
  name: 'Infra',
  scopeName: 'source.infra',
  patterns: include('items', 'records', 'expression'),
  repository,
};

const markdown = {
  information_for_contributors: grammar.information_for_contributors,
  scopeName: 'markdown.infra.codeblock',
  injectionSelector: 'L:text.html.markdown',
  patterns: [{ include: '#fence' }],
  repository: {
    fence: {
      name: 'markup.fenced_code.block.markdown',
      begin: '(^|\\G)(\\s*)(`{3,}|~{3,})\\s*(?i:(infra)((\\s+|:|,|\\{|\\?)[^`]*)?$)',
      beginCaptures: {
        3: { name: 'punctuation.definition.markdown' },
        4: { name: 'fenced_code.block.language.markdown' },
        5: { name: 'fenced_code.block.language.attributes.markdown' },
      },
      end: '(^|\\G)(\\2|\\s{0,3})(\\3)\\s*$',
      endCaptures: { 3: { name: 'punctuation.definition.markdown' } },
      patterns: [
        {
          begin: '(^|\\G)(\\s*)(.*)',
          while: '(^|\\G)(?!\\s*([`~]{3,})\\s*$)',
          contentName: 'meta.embedded.block.infra',
          patterns: [{ include: 'source.infra' }],
        },
      ],
    },
  },
};

/** JSON in the older form, which TextMate, Sublime Text and Linguist read. */
function plist(value, indent = '') {
  const escape = (text) => text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
  const deeper = `${indent}  `;
  if (typeof value === 'string') return `${indent}<string>${escape(value)}</string>\n`;
  if (Array.isArray(value)) {
    return `${indent}<array>\n${value.map((one) => plist(one, deeper)).join('')}${indent}</array>\n`;
  }
  const entries = Object.entries(value).map(([key, one]) => `${deeper}<key>${escape(key)}</key>\n${plist(one, deeper)}`);
  return `${indent}<dict>\n${entries.join('')}${indent}</dict>\n`;
}

const { information_for_contributors: _, ...bare } = grammar;
const head = `<?xml version="1.0" encoding="UTF-8"?>
<!-- Written by editors/vscode/scripts/grammar.mjs. -->
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0">
`;

const json = (contents) => `${JSON.stringify(contents, null, 2)}\n`;
const files = {
  'vscode/syntaxes/infra.tmLanguage.json': json(grammar),
  'vscode/syntaxes/infra.markdown.tmLanguage.json': json(markdown),
  'textmate/infra.tmLanguage': `${head}${plist({ fileTypes: ['infra'], ...bare })}</plist>\n`,
};
for (const [name, wanted] of Object.entries(files)) {
  const path = fileURLToPath(new URL(`../../${name}`, import.meta.url));
  if (!process.argv.includes('--check')) {
    writeFileSync(path, wanted);
  } else if (readFileSync(path, 'utf8') !== wanted) {
    console.error(`editors/${name} differs from what scripts/grammar.mjs writes: run \`npm run grammar\``);
    process.exitCode = 1;
  }
}

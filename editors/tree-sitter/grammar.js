/**
 * The grammar of Infra for tree-sitter. `grammar/infra.pest` of the compiler says what the language is; this says the
 * same, for editors: what is right has a tree without an error, and mistakes are left to tree-sitter's own recovery.
 *
 * A new line ends an entry only where `src/scanner.c` says so. Everywhere else it is white space, and inside `( )` it
 * always is: there no rule has a `_newline`.
 */

/// <reference types="tree-sitter-cli/dsl" />
// @ts-check

const PREC = { choice: 0, or: 1, and: 2, compare: 3, coalesce: 4, range: 5, add: 6, multiply: 7, prefix: 8, postfix: 9 };

// Words that begin an expression or a part of one. Elsewhere they are names, as all other keywords are.
const RESERVED = ['if', 'then', 'else', 'match', 'for', 'in', 'let', 'true', 'false', 'null'];

/** Things with something between each two of them, and perhaps behind the last. */
const separated = (separator, thing) => seq(thing, repeat(seq(separator, thing)), optional(separator));

/** Any word, where it can only be a name. */
const names = ($) => [$.identifier, ...RESERVED].map((word) => alias(word, $.property_name));

/** `"dev" | "test"`, in front of the arrow of a case. */
const patterns = ($) => {
  const pattern = field(
    'pattern',
    choice(
      $.string,
      $.raw_string,
      $.multiline_string,
      $.multiline_raw_string,
      $.number,
      $.negative_number,
      $.true,
      $.false,
      $.null,
      $.wildcard,
      $.identifier,
    ),
  );
  return seq(pattern, repeat(seq('|', pattern)));
};

module.exports = grammar({
  name: 'infra',

  word: ($) => $.identifier,

  externals: ($) => [
    // The end of a line that ends an entry.
    $._newline,
    // Where a declaration begins on the line of the one before it.
    $._item_break,
    // Never in a rule: it is valid while tree-sitter looks for a way out of an error.
    $._recovering,
  ],

  extras: ($) => [/\s/, '\uFEFF', $.comment, $.block_comment, $.doc_comment],

  supertypes: ($) => [$.declaration, $.expression, $.type],

  rules: {
    source_file: ($) => optional(separated($._item_end, $._item)),

    _item_end: ($) => choice($._newline, ',', $._item_break),
    _item: ($) => choice($.declaration, $.decorated_declaration),

    /** `@secret param password: string` */
    decorated_declaration: ($) => seq(repeat1($.attribute), $.declaration),

    /** `@id("Legacy")` */
    attribute: ($) => seq('@', field('name', $.identifier), optional($.arguments)),

    declaration: ($) =>
      choice(
        $.import_declaration,
        $.param_declaration,
        $.input_declaration,
        $.let_declaration,
        $.type_declaration,
        $.function_declaration,
        $.component_declaration,
        $.resource_declaration,
        $.data_declaration,
        $.existing_declaration,
        $.module_declaration,
        $.output_declaration,
        $.stack_declaration,
        $.rule_declaration,
        $.policy_declaration,
        $.test_declaration,
      ),

    // ---------------------------------------------------------------- declarations

    /** `import { Vpc, cidrFor as subnetCidr } from "./network.infra"`, `import "std/iam" as iam` */
    import_declaration: ($) =>
      seq(
        'import',
        choice(
          seq($.import_names, 'from', field('path', $._text)),
          seq(field('path', $._text), 'as', field('alias', $.identifier)),
        ),
      ),
    import_names: ($) => seq('{', optional(separated($._separator, $.import_name)), '}'),
    import_name: ($) => seq(field('name', $.identifier), optional(seq('as', field('alias', $.identifier)))),

    /** `param stage: "dev" | "prod" = "dev"` */
    param_declaration: ($) => seq('param', $._param_rest),
    /** `input teams: list<string> = ["orders"]` */
    input_declaration: ($) => seq('input', $._param_rest),
    _param_rest: ($) =>
      seq(field('name', $.identifier), optional($._annotation), optional(seq('=', field('value', $.expression)))),

    /** `let prefix: string = "photos"` */
    let_declaration: ($) => $._binding,
    _binding: ($) =>
      seq('let', field('name', $.identifier), optional($._annotation), '=', field('value', $.expression)),

    /** `type Size = int(1..10)` */
    type_declaration: ($) => seq('type', field('name', $.identifier), '=', field('type', $._type)),

    /** `fn tags(team: string) -> list<string> = [team]` */
    function_declaration: ($) =>
      seq(
        'fn',
        field('name', $.identifier),
        field('parameters', $.parameters),
        optional(seq('->', field('result', $._type))),
        '=',
        field('body', $.expression),
      ),
    parameters: ($) => seq('(', optional(separated(',', $.parameter)), ')'),
    parameter: ($) =>
      seq(
        repeat($.attribute),
        field('name', $.identifier),
        optional($._annotation),
        optional(seq('=', field('default', $.expression))),
      ),

    /** `component Queue(name: string) { output arn = name }` */
    component_declaration: ($) =>
      seq('component', field('name', $.identifier), field('parameters', $.parameters), field('body', $.items)),
    items: ($) => seq('{', optional(separated($._item_end, $._item)), '}'),

    /** `resource queue for team in teams if c = AWS::SQS::Queue { QueueName: team } with { ... }` */
    resource_declaration: ($) =>
      seq(
        'resource',
        field('name', $.identifier),
        optional($._header),
        '=',
        field('type', $.type_name),
        field('body', $.record),
        optional($.with_clause),
      ),
    /** `data image = aws_ami { owners: ["self"] }` */
    data_declaration: ($) =>
      seq(
        'data',
        field('name', $.identifier),
        optional($._header),
        '=',
        field('type', $.type_name),
        field('body', $.record),
      ),
    /** `existing vpc = AWS::EC2::VPC { VpcId: "vpc-1" }` */
    existing_declaration: ($) =>
      seq('existing', field('name', $.identifier), '=', field('type', $.type_name), field('body', $.record)),
    /** `module vpc from "terraform-aws-modules/vpc/aws" { cidr: "10.0.0.0/16" }` */
    module_declaration: ($) =>
      seq(
        'module',
        field('name', $.identifier),
        optional($._header),
        'from',
        field('path', $._text),
        field('body', $.record),
      ),

    /** `for x in xs if c` */
    _header: ($) => choice(seq(repeat1($.for_clause), optional($.if_clause)), $.if_clause),
    /** `for key, value in map by value.name` */
    for_clause: ($) =>
      seq(
        'for',
        field('binding', $.identifier),
        optional(seq(',', field('binding', $.identifier))),
        'in',
        field('over', $.expression),
        optional(seq('by', field('by', $.expression))),
      ),
    if_clause: ($) => seq('if', field('condition', $.expression)),

    /** `with { main: { VisibilityTimeout: 90 } }` */
    with_clause: ($) => seq('with', '{', optional(separated($._separator, $.with_entry)), '}'),
    with_entry: ($) => seq(repeat($.attribute), field('target', $.with_target), ':', field('value', $.expression)),
    with_target: ($) =>
      seq(
        $.identifier,
        repeat(choice(seq('.', field('field', alias($.identifier, $.property_name))), seq('[', $.expression, ']'))),
      ),

    /** `output url if public: string = api.url` */
    output_declaration: ($) =>
      seq(
        'output',
        field('name', $.identifier),
        optional($.if_clause),
        optional($._annotation),
        '=',
        field('value', $.expression),
      ),

    /** `stack { description: "queues" }` */
    stack_declaration: ($) => seq('stack', field('body', $.record)),

    /** `rule "in Europe" if isProd { assert aws.region in regions, "deploy in Europe" }` */
    rule_declaration: ($) =>
      seq('rule', field('title', $._text), optional($.if_clause), field('body', $.statements)),
    /** `policy "encrypted" for b in AWS::S3::Bucket { require b.BucketEncryption != null }` */
    policy_declaration: ($) =>
      seq(
        'policy',
        field('title', $._text),
        'for',
        field('binding', $.identifier),
        'in',
        field('type', $.type_name),
        optional($.if_clause),
        field('body', $.statements),
      ),
    /** `test "two queues" with { stage: "prod" } { assert length(queue) == 2 }` */
    test_declaration: ($) =>
      seq(
        'test',
        field('title', $._text),
        optional(seq('with', field('values', $.record))),
        field('body', $.statements),
      ),

    statements: ($) => seq('{', optional(separated($._statement_end, $._statement)), '}'),
    _statement_end: ($) => choice($._newline, ';', $._item_break),
    _statement: ($) => choice($.let_statement, $.check_statement, $.expect_statement, $.snapshot_statement),
    let_statement: ($) => $._binding,
    check_statement: ($) =>
      seq(
        field('kind', choice('assert', 'require', 'warn')),
        field('condition', $.expression),
        optional(seq(',', field('message', $.expression))),
      ),
    expect_statement: ($) => seq('expect', field('code', $._text), optional(seq(',', field('message', $._text)))),
    snapshot_statement: ($) => seq('snapshot', field('name', $._text)),

    /** `: string` */
    _annotation: ($) => seq(':', field('type', $._type)),

    // ---------------------------------------------------------------- types

    _type: ($) => choice($.type, $.union_type),
    /** `"dev" | "prod"` */
    union_type: ($) => choice(seq('|', $.type), seq(optional('|'), $.type, repeat1(seq('|', $.type)))),
    type: ($) =>
      choice(
        $.type_name,
        $.generic_type,
        $.bounded_type,
        $.optional_type,
        $.record_type,
        $.parenthesized_type,
        $.string,
        $.multiline_string,
        $.raw_string,
        $.multiline_raw_string,
        $.number,
        $.negative_number,
      ),

    /** `string`, `AWS::SQS::Queue.Tag`, `Custom::a-b_c@d`: one token */
    type_name: (_) =>
      /[_\p{XID_Start}]\p{XID_Continue}*(::[\p{XID_Continue}@-]*)*(\.[_\p{XID_Start}]\p{XID_Continue}*)*/u,
    /** `list<string>` */
    generic_type: ($) => seq(field('name', $.type_name), '<', separated(',', $._type), '>'),
    /** `int(1..10)`, `list<string>(..5)` */
    bounded_type: ($) => seq(choice(field('name', $.type_name), $.generic_type), $.bounds),
    bounds: ($) => seq('(', optional(separated(',', $._bound)), ')'),
    _bound: ($) =>
      choice($.pattern, $.bounds_range, $.string, $.raw_string, $.multiline_string, $.multiline_raw_string),
    bounds_range: ($) => {
      const number = choice($.number, $.negative_number);
      return choice(
        field('exactly', number),
        seq(field('least', number), '..', optional(field('most', number))),
        seq('..', optional(field('most', number))),
      );
    },
    /** `/[a-z-]+/` */
    pattern: ($) =>
      seq('/', optional(field('regex', alias($._regex, $.regex))), token.immediate('/')),
    _regex: (_) => token.immediate(prec(1, /([^\/\\\n*]|\\[^\n])([^\/\\\n]|\\[^\n])*/)),
    optional_type: ($) => seq($.type, '?'),
    record_type: ($) => seq('{', optional(separated($._separator, $.field_type)), '}'),
    field_type: ($) => seq(field('name', $._key), optional('?'), ':', field('type', $._type)),
    parenthesized_type: ($) => seq('(', $._type, ')'),

    // ---------------------------------------------------------------- expressions

    expression: ($) =>
      choice(
        $.identifier,
        $.qualified_type,
        $.number,
        $.true,
        $.false,
        $.null,
        $.string,
        $.multiline_string,
        $.raw_string,
        $.multiline_raw_string,
        $.record,
        $.map_comprehension,
        $.block,
        $.list,
        $.list_comprehension,
        $.parenthesized_expression,
        $.if_expression,
        $.match_expression,
        $.field_expression,
        $.call_expression,
        $.index_expression,
        $.assume_expression,
        $.unary_expression,
        $.binary_expression,
      ),

    /** A type where a value may stand: `resources(AWS::SQS::Queue)` */
    qualified_type: (_) =>
      /[_\p{XID_Start}]\p{XID_Continue}*(::[\p{XID_Continue}@-]*)+(\.[_\p{XID_Start}]\p{XID_Continue}*)*/u,

    parenthesized_expression: ($) => seq('(', $.expression, ')'),

    field_expression: ($) =>
      prec(
        PREC.postfix,
        seq(
          field('value', $.expression),
          field('operator', choice('.', '?.')),
          field('field', alias($.identifier, $.property_name)),
        ),
      ),
    call_expression: ($) => prec(PREC.postfix, seq(field('function', $.expression), field('arguments', $.arguments))),
    arguments: ($) => seq('(', optional(separated(',', choice($.expression, $.named_argument))), ')'),
    named_argument: ($) => seq(field('name', choice(...names($))), ':', field('value', $.expression)),
    index_expression: ($) =>
      prec(PREC.postfix, seq(field('value', $.expression), '[', field('index', $.expression), ']')),
    /** `r!`: it is there */
    assume_expression: ($) => prec(PREC.postfix, seq($.expression, '!')),

    unary_expression: ($) =>
      prec(PREC.prefix, seq(field('operator', choice('-', '!')), field('operand', $.expression))),

    binary_expression: ($) => {
      const rows = [
        [PREC.multiply, choice('*', '/', '%')],
        [PREC.add, choice('+', '-')],
        [PREC.range, '..'],
        [PREC.coalesce, '??'],
        [PREC.compare, choice('in', '<', '<=', '>', '>=', '==', '!=')],
        [PREC.and, '&&'],
        [PREC.or, '||'],
      ];
      return choice(
        ...rows.map(([level, operator]) =>
          prec.left(
            level,
            seq(field('left', $.expression), field('operator', operator), field('right', $.expression)),
          ),
        ),
      );
    },

    /** `if a then b else c` */
    if_expression: ($) =>
      prec.right(
        PREC.choice,
        seq(
          'if',
          field('condition', $.expression),
          'then',
          field('consequence', $.expression),
          'else',
          field('alternative', $.expression),
        ),
      ),

    /** `match stage { "prod" => 3, "dev" | "test" => 1, _ => 0 }` */
    match_expression: ($) =>
      seq('match', field('subject', $.expression), '{', optional(separated($._separator, $.match_arm)), '}'),
    match_arm: ($) => seq(patterns($), '=>', field('value', $.expression)),
    wildcard: (_) => '_',

    /** `[1, ...more]` */
    list: ($) => seq('[', optional(separated($._separator, choice($.expression, $.spread))), ']'),
    spread: ($) => seq('...', $.expression),
    /** `[for x in xs if x.on: x.name]` */
    list_comprehension: ($) => seq('[', $._loop, ':', field('value', $.expression), optional($._newline), ']'),
    _loop: ($) => seq(repeat1($.for_clause), optional($.if_clause)),

    /** `{ Key: 1, "odd key": 2, [computed]: 3, ...spread }` */
    record: ($) => seq('{', optional(separated($._separator, choice($.entry, $.spread))), '}'),
    entry: ($) => seq(field('key', choice($._key, $.computed_key)), ':', field('value', $.expression)),
    _key: ($) =>
      choice(
        ...names($),
        $.string,
        $.raw_string,
        $.multiline_string,
        $.multiline_raw_string,
      ),
    computed_key: ($) => seq('[', $.expression, ']'),
    /** `{ for k, v in m: k => v.Arn }` */
    map_comprehension: ($) =>
      seq('{', $._loop, ':', field('key', $.expression), '=>', field('value', $.expression), optional($._newline), '}'),
    /** `{ let a = 1; a + 1 }` */
    block: ($) =>
      seq('{', repeat1(seq($.let_statement, $._statement_end)), field('result', $.expression), optional($._newline), '}'),

    _separator: ($) => choice($._newline, ','),

    // ---------------------------------------------------------------- tokens

    identifier: (_) => /[_\p{XID_Start}]\p{XID_Continue}*/u,
    true: (_) => 'true',
    false: (_) => 'false',
    null: (_) => 'null',
    number: (_) => /[0-9]+(\.[0-9]+)?([eE][+-][0-9]+)?/,
    negative_number: ($) => seq('-', $.number),

    _text: ($) => choice($.string, $.raw_string, $.multiline_string, $.multiline_raw_string),

    /** `"text ${expr}"` */
    string: ($) =>
      seq(
        '"',
        repeat(choice(alias($._string_content, $.string_content), $.escape_sequence, $.interpolation)),
        token.immediate('"'),
      ),
    _string_content: (_) => token.immediate(prec(1, /([^"\\$\n]|\$[^"\\${\n])+|\$/)),
    escape_sequence: (_) => token.immediate(prec(1, /\\(u\{[0-9a-fA-F]*\}|[^\n])/)),
    interpolation: ($) => seq(token.immediate(prec(2, '${')), $.expression, '}'),

    /** `""" lines, their indentation stripped """` */
    multiline_string: ($) =>
      seq(
        '"""',
        repeat(
          choice(
            alias($._multiline_content, $.string_content),
            alias($._multiline_escape, $.escape_sequence),
            $.interpolation,
          ),
        ),
        token.immediate(prec(3, '"""')),
      ),
    _multiline_content: (_) => token.immediate(prec(1, /([^"\\$]|\$[^"\\${])+|\$|"|""/)),
    _multiline_escape: (_) => token.immediate(prec(1, /\\(.|\n)/)),

    /** `'raw text, no ${interpolation}'` */
    raw_string: ($) =>
      seq("'", optional(alias($._raw_content, $.string_content)), token.immediate("'")),
    _raw_content: (_) => token.immediate(prec(1, /[^'\n]+/)),
    multiline_raw_string: ($) =>
      seq("'''", optional(alias($._multiline_raw_content, $.string_content)), token.immediate(prec(2, "'''"))),
    _multiline_raw_content: (_) => token.immediate(prec(1, /([^']|'[^']|''[^'])+/)),

    /** `/// Documents the declaration behind it.` */
    doc_comment: (_) => token(seq('///', /([^\/\n][^\n]*)?/)),
    comment: (_) => token(seq('//', /([^\/\n][^\n]*|\/\/[^\n]*)?/)),
    block_comment: (_) => token(seq('/*', /[^*]*\*+([^\/*][^*]*\*+)*/, '/')),
  },
});

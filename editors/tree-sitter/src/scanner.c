/**
 * Where a line ends an entry. In: the text behind something that a new line may end. Out: `_newline`, which
 * is empty, where the next line begins something new, and `_item_break`, empty too, where a declaration begins on the
 * same line. Never: a sign that is not white space; what comes behind is looked at and left for the parser.
 */

#include "tree_sitter/parser.h"

enum Token { NEWLINE, ITEM_BREAK, RECOVERING };

void *tree_sitter_infra_external_scanner_create(void) { return NULL; }
void tree_sitter_infra_external_scanner_destroy(void *payload) { (void)payload; }
unsigned tree_sitter_infra_external_scanner_serialize(void *payload, char *buffer) {
  (void)payload;
  (void)buffer;
  return 0;
}
void tree_sitter_infra_external_scanner_deserialize(void *payload, const char *buffer, unsigned length) {
  (void)payload;
  (void)buffer;
  (void)length;
}

static bool is_space(int32_t sign) { return sign == ' ' || sign == '\t' || sign == '\r' || sign == '\n'; }

static bool is_word(int32_t sign) {
  return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || (sign >= '0' && sign <= '9') ||
         sign == '_' || sign > 127;
}

static void advance(TSLexer *lexer) { lexer->advance(lexer, false); }

/** Goes past one comment; false if what stands here is a slash and no comment. */
static bool skip_comment(TSLexer *lexer) {
  advance(lexer);
  if (lexer->lookahead == '/') {
    while (!lexer->eof(lexer) && lexer->lookahead != '\n') advance(lexer);
    return true;
  }
  if (lexer->lookahead != '*') return false;
  advance(lexer);
  while (!lexer->eof(lexer)) {
    bool star = lexer->lookahead == '*';
    advance(lexer);
    if (star && lexer->lookahead == '/') {
      advance(lexer);
      return true;
    }
  }
  return true;
}

/** Whether `with {` stands here, which carries on what is in front of it. */
static bool is_with(TSLexer *lexer) {
  for (const char *word = "with"; *word; word++) {
    if (lexer->lookahead != *word) return false;
    advance(lexer);
  }
  if (is_word(lexer->lookahead)) return false;
  while (lexer->lookahead == ' ' || lexer->lookahead == '\t') advance(lexer);
  return lexer->lookahead == '{';
}

/** Whether what stands here, at the beginning of a line, carries on the line in front of it. */
static bool carries_on(TSLexer *lexer) {
  switch (lexer->lookahead) {
  // A comma separates by itself; what closes needs no separator.
  case ',':
  case '}':
  case ']':
  case ')':
  // `a || b`, and `| "b"` of a type.
  case '|':
    return true;
  // `.name`, but `..5` and `...rest` begin anew.
  case '.':
    advance(lexer);
    return lexer->lookahead != '.';
  // `?.name` and `?? other`
  case '?':
    advance(lexer);
    return lexer->lookahead == '.' || lexer->lookahead == '?';
  case '&':
    advance(lexer);
    return lexer->lookahead == '&';
  case 'w':
    return is_with(lexer);
  default:
    return false;
  }
}

static void skip_blanks(TSLexer *lexer) {
  while (lexer->lookahead == ' ' || lexer->lookahead == '\t') advance(lexer);
}

static bool is_letter(int32_t sign) { return is_word(sign) && !(sign >= '0' && sign <= '9'); }

/** Reads a word, of which `word` gets as much as it can hold. */
static void read_word(TSLexer *lexer, char *word, unsigned size) {
  unsigned length = 0;
  while (is_word(lexer->lookahead)) {
    if (length + 1 < size) word[length++] = lexer->lookahead > 127 ? '?' : (char)lexer->lookahead;
    advance(lexer);
  }
  word[length] = 0;
}

// Without the C library, which a parser in WebAssembly has little of.
static bool is_same(const char *left, const char *right) {
  while (*left && *left == *right) left++, right++;
  return *left == *right;
}

static bool is_one_of(const char *word, const char *const *words) {
  for (; *words; words++) {
    if (is_same(word, *words)) return true;
  }
  return false;
}

/** Whether a declaration begins here: its keyword, and what only that declaration has behind it. */
static bool begins_item(TSLexer *lexer) {
  static const char *const named[] = {"resource", "data", "let", "type", "existing", "param", "input",
                                      "output", "fn", "component", "module", NULL};
  static const char *const titled[] = {"rule", "policy", "test", "import", NULL};
  static const char *const in_head[] = {"for", "if", "from", NULL};
  char word[16];
  if (lexer->lookahead == '@') {
    advance(lexer);
    return is_letter(lexer->lookahead);
  }
  read_word(lexer, word, sizeof word);
  bool is_import = is_same(word, "import");
  if (is_one_of(word, titled)) {
    skip_blanks(lexer);
    return lexer->lookahead == '"' || lexer->lookahead == '\'' || (is_import && lexer->lookahead == '{');
  }
  if (!is_one_of(word, named) || (lexer->lookahead != ' ' && lexer->lookahead != '\t')) return false;
  skip_blanks(lexer);
  if (!is_letter(lexer->lookahead)) return false;
  read_word(lexer, word, sizeof word);
  skip_blanks(lexer);
  switch (lexer->lookahead) {
  case '(':
  case ':':
    return true;
  case '=':
    advance(lexer);
    return lexer->lookahead != '=' && lexer->lookahead != '>';
  default:
    read_word(lexer, word, sizeof word);
    return is_one_of(word, in_head);
  }
}

bool tree_sitter_infra_external_scanner_scan(void *payload, TSLexer *lexer, const bool *valid_symbols) {
  (void)payload;
  if (!valid_symbols[NEWLINE] || valid_symbols[RECOVERING]) return false;
  while (lexer->lookahead == ' ' || lexer->lookahead == '\t' || lexer->lookahead == '\r') {
    lexer->advance(lexer, true);
  }
  lexer->mark_end(lexer);
  // A comment behind the line is the parser's; it asks again behind that.
  if (lexer->lookahead != '\n') {
    lexer->result_symbol = ITEM_BREAK;
    return valid_symbols[ITEM_BREAK] && begins_item(lexer);
  }
  while (!lexer->eof(lexer)) {
    if (is_space(lexer->lookahead)) {
      advance(lexer);
    } else if (lexer->lookahead == '/') {
      if (!skip_comment(lexer)) break;
    } else {
      break;
    }
  }
  if (lexer->eof(lexer) || carries_on(lexer)) return false;
  lexer->result_symbol = NEWLINE;
  return true;
}

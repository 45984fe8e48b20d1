// Colours for programs and templates. In: a text and its language. Out: spans with classes, line by line.
// Never: a judgement; what is no word of the language is text.

const WORDS = {
  infra:
    /^(?:param|input|let|type|fn|component|resource|existing|data|output|module|stack|rule|policy|test|import|from|as|with|if|then|else|match|for|in|by|assert|require|warn|true|false|null)$/,
  json: /^(?:true|false|null)$/,
};

const TOKEN =
  /(?<comment>\/\/[^\n]*|\/\*[^]*?(?:\*\/|$))|(?<string>"""[^]*?(?:"""|$)|'''[^]*?(?:'''|$)|"(?:\\[^\n]|[^"\\\n])*"?|'[^'\n]*'?)|(?<number>\b\d[\d_.]*\b)|(?<type>\b[A-Z]\w*(?:::\w+)+)|(?<attribute>@\w+)|(?<word>[A-Za-z_]\w*)/g;

/**
 * @param {string} text
 * @param {"infra" | "json" | "yaml"} language
 * @returns {DocumentFragment[]} one for each line
 */
function highlight(text, language) {
  const lines = [document.createDocumentFragment()];
  const add = (part, kind) => {
    part.split("\n").forEach((piece, number) => {
      if (number > 0) lines.push(document.createDocumentFragment());
      if (piece === "") return;
      const line = lines[lines.length - 1];
      if (!kind) return line.append(piece);
      const span = document.createElement("span");
      span.className = `t-${kind}`;
      span.textContent = piece;
      line.append(span);
    });
  };
  let at = 0;
  const tokens = language === "yaml" ? [] : text.matchAll(TOKEN);
  for (const token of tokens) {
    add(text.slice(at, token.index));
    add(token[0], kindOf(token, text, language));
    at = token.index + token[0].length;
  }
  add(text.slice(at));
  return lines;
}

function kindOf({ groups, index, 0: token }, text, language) {
  if (groups.word !== undefined) {
    if (WORDS[language]?.test(token) && text[index - 1] !== ".") return isKey(text, index + token.length) ? "key" : "word";
    return isKey(text, index + token.length) ? "key" : "";
  }
  if (groups.string !== undefined && language === "json") {
    return isKey(text, index + token.length) ? "key" : "string";
  }
  return Object.keys(groups).find((kind) => groups[kind] !== undefined);
}

/** Whether a colon follows, and no second one. */
function isKey(text, end) {
  return /^\??\s*:(?!:)/.test(text.slice(end, end + 20));
}

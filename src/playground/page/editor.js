// A text area that shows colours, line numbers and what is wrong. In: the elements of the editor. Out: its
// text, whenever that changes. Never: what the text means.

/** What one more level is. */
const INDENT = "  ";

/**
 * @param {HTMLElement} root holds a `textarea`, `.colours` behind it and `.gutter` beside it
 * @param {(text: string) => void} onChange
 */
function createEditor(root, onChange) {
  const area = root.querySelector("textarea");
  const colours = root.querySelector(".colours");
  const gutter = root.querySelector(".gutter");
  let messages = [];
  let marked = null;

  function paint() {
    const lines = highlight(area.value, "infra");
    const rows = lines.map((line) => {
      const row = document.createElement("span");
      row.className = "row";
      row.append(line, "\n");
      return row;
    });
    colours.replaceChildren(...rows);
    mark();
  }

  function mark() {
    const lines = colours.children;
    const worst = new Map();
    for (const { line, severity, text } of messages) {
      const known = worst.get(line);
      if (!known || rank(severity) < rank(known.severity)) worst.set(line, { severity, text });
    }
    const numbers = [...lines].map((row, index) => {
      const number = document.createElement("span");
      const message = worst.get(index + 1);
      number.textContent = String(index + 1);
      number.className = message ? `number ${message.severity}` : "number";
      if (message) number.title = message.text;
      const [first, last] = marked ?? [0, -1];
      row.classList.toggle("marked", first <= index + 1 && index + 1 <= last);
      return number;
    });
    gutter.replaceChildren(...numbers);
    underline();
    follow();
  }

  /** Underlines what messages are about, where the browser can do that to parts of texts. */
  function underline() {
    if (!("highlights" in CSS)) return;
    for (const severity of ["error", "warning", "note"]) {
      const ranges = messages.filter((message) => message.severity === severity).map(rangeOf).filter(Boolean);
      CSS.highlights.set(`infra-${severity}`, new Highlight(...ranges));
    }
  }

  function rangeOf({ start, end }) {
    const [from, to] = [pointAt(start), pointAt(Math.max(end, start + 1))];
    if (!from || !to) return null;
    const range = new Range();
    range.setStart(...from);
    range.setEnd(...to);
    return range;
  }

  /** The text node and the place in it where an offset of the whole text is. */
  function pointAt(offset) {
    let left = offset;
    for (const row of colours.children) {
      if (left > row.textContent.length) {
        left -= row.textContent.length;
        continue;
      }
      const walker = document.createTreeWalker(row, NodeFilter.SHOW_TEXT);
      while (walker.nextNode()) {
        const { length } = walker.currentNode;
        if (left <= length) return [walker.currentNode, left];
        left -= length;
      }
    }
    return null;
  }

  function follow() {
    colours.style.transform = `translate(${-area.scrollLeft}px, ${-area.scrollTop}px)`;
    gutter.style.transform = `translateY(${-area.scrollTop}px)`;
  }

  /** Puts a text in place of the selection, in a way that can be undone. */
  function insert(text) {
    if (!document.execCommand("insertText", false, text)) {
      area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
      area.dispatchEvent(new Event("input"));
    }
  }

  const lineStart = (at) => area.value.lastIndexOf("\n", at - 1) + 1;

  /** Moves the lines of the selection in or out. */
  function indent(isOut) {
    const { selectionStart: from, selectionEnd: to, value } = area;
    if (from === to && !isOut) return insert(INDENT);
    const start = lineStart(from);
    const lines = value.slice(start, to).split("\n");
    const changed = lines.map((line) => (isOut ? line.replace(/^ {1,2}/, "") : line && INDENT + line));
    area.setSelectionRange(start, to);
    insert(changed.join("\n"));
    if (from !== to) area.setSelectionRange(start, start + changed.join("\n").length);
  }

  function newLine() {
    const { selectionStart: at, value } = area;
    const line = value.slice(lineStart(at), at);
    const [space] = line.match(/^ */);
    const opens = /[{[(]\s*$/.test(line);
    insert(`\n${space}${opens ? INDENT : ""}`);
  }

  let leavesByTab = false;
  area.addEventListener("keydown", (event) => {
    const isPlain = !event.ctrlKey && !event.metaKey && !event.altKey;
    if (event.key === "Tab" && isPlain && !leavesByTab) {
      event.preventDefault();
      indent(event.shiftKey);
    } else if (event.key === "Enter" && isPlain && !event.isComposing) {
      event.preventDefault();
      newLine();
    }
    // After Escape, Tab goes to what is next on the page, as everywhere else.
    leavesByTab = event.key === "Escape" || (leavesByTab && event.key === "Shift");
  });
  area.addEventListener("input", () => {
    paint();
    onChange(area.value);
  });
  area.addEventListener("scroll", follow);

  return {
    get text() {
      return area.value;
    },
    setText(text) {
      area.value = text;
      messages = [];
      marked = null;
      area.scrollTo(0, 0);
      paint();
      onChange(text);
    },
    setMessages(next) {
      messages = next;
      mark();
    },
    /** Marks lines, and brings them into view; `null` marks none. */
    setMarked(lines) {
      marked = lines;
      mark();
      if (lines !== null) reveal(lines[0]);
    },
    goTo(start, end) {
      area.focus();
      area.setSelectionRange(start, Math.max(start, end));
      reveal(area.value.slice(0, start).split("\n").length);
    },
  };

  function reveal(line) {
    const height = parseFloat(getComputedStyle(area).lineHeight);
    const top = (line - 1) * height;
    if (top < area.scrollTop || top > area.scrollTop + area.clientHeight - 2 * height) {
      area.scrollTop = Math.max(0, top - area.clientHeight / 3);
    }
  }
}

const rank = (severity) => ["error", "warning", "note"].indexOf(severity);

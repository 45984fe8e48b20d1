// The playground: the text goes to the compiler with every change, and what comes back is shown. In: the
// elements of the page. Out: one request a change; while one is on its way, the next waits, and only the
// last of those that wait is sent. Never: a request to anything but the server that gave the page.

const byId = (id) => document.getElementById(id);
const EXAMPLES = JSON.parse(byId("examples").textContent);
const KEPT = "infra playground";

/** A larger template is shown without colours. */
const COLOURED = 300_000;

const state = { target: null, example: null, built: null, isShown: new Set() };
const panel = document.querySelector(".panel");

const viewer = createViewer(document.querySelector(".viewer"), (node) => {
  panel.hidden = node === null;
  panel.replaceChildren();
  const { data } = state.built ?? {};
  if (node === null || !data) return editor.setMarked(null);
  const close = make("button", { type: "button", class: "close", "aria-label": "close" }, "×");
  showDetails(panel, data, node, (other) => viewer.select(other));
  close.addEventListener("click", () => viewer.select(null));
  panel.prepend(close);
  const { file, lines } = data.nodes[node];
  editor.setMarked(data.files[file].path === "main.infra" ? lines : null);
});

const editor = createEditor(document.querySelector(".editor"), () => {
  keep();
  compile();
});

// --- compiling -----------------------------------------------------------------

let isAsking = false;
let isBehind = false;

async function compile() {
  isBehind = isAsking;
  if (isAsking) return;
  isAsking = true;
  const asked = { source: editor.text, target: state.target, example: state.example };
  const start = performance.now();
  try {
    const response = await fetch("/compile", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(asked),
    });
    if (!response.ok) throw new Error((await response.text()).trim());
    show(await response.json(), performance.now() - start);
  } catch (error) {
    say("broken", `no answer: ${error.message}`);
  }
  isAsking = false;
  if (isBehind) compile();
}

function show(answer, time) {
  byId("target").value = answer.target;
  showMessages(answer);
  const errors = answer.messages.filter(({ severity }) => severity === "error").length;
  document.body.classList.toggle("stale", answer.built === null);
  if (answer.built) {
    state.built = answer.built;
    state.isShown.clear();
    showTab();
    say("fine", `compiled in ${Math.max(1, Math.round(time))} ms`);
  } else {
    say("wrong", errors === 1 ? "1 error" : `${errors} errors`);
  }
}

function say(kind, text) {
  const status = byId("status");
  status.className = kind;
  status.textContent = text;
}

// --- messages ------------------------------------------------------------------

function showMessages({ messages, left }) {
  const own = messages.filter(({ file }) => file === null);
  editor.setMessages(own.map((message) => ({ ...message, text: message.message })));
  const items = messages.map((message) => {
    const { severity, code, line, column, file, help, notes } = message;
    const place = `${file ?? "main.infra"}:${line}:${column}`;
    const button = make(
      "button",
      { type: "button", class: severity },
      make("span", { class: "place" }, place),
      make("span", { class: "severity" }, `${severity}[${code}]`),
      make("span", { class: "text" }, message.message),
      ...notes.map((note) => make("span", { class: "note" }, note)),
      ...(help ? [make("span", { class: "help" }, `help: ${help}`)] : []),
    );
    if (file === null) button.addEventListener("click", () => editor.goTo(message.start, message.end));
    else button.disabled = true;
    return make("li", {}, button);
  });
  if (left > 0) items.push(make("li", {}, `and ${left} more`));
  if (items.length === 0) items.push(make("li", { class: "none" }, "nothing to say"));
  byId("messages").replaceChildren(...items);
}

// --- template and picture --------------------------------------------------------

const tabs = [...document.querySelectorAll("[role=tab]")];

function showTab() {
  const shown = tabs.find((tab) => tab.getAttribute("aria-selected") === "true").id;
  if (!state.built || state.isShown.has(shown)) return;
  state.isShown.add(shown);
  const { data, picture } = state.built;
  if (shown === "tab-template") {
    const { template } = data;
    const isColoured = template.length <= COLOURED;
    byId("template").replaceChildren(
      ...(isColoured ? highlight(template, "json").flatMap((line) => [line, "\n"]) : [template]),
    );
  } else {
    const drawn = new DOMParser().parseFromString(picture, "image/svg+xml").documentElement;
    document.querySelector(".stage").replaceChildren(document.adoptNode(drawn));
    viewer.show(data);
  }
}

function choose(tab) {
  for (const other of tabs) {
    const isChosen = other === tab;
    other.setAttribute("aria-selected", String(isChosen));
    other.tabIndex = isChosen ? 0 : -1;
    byId(other.getAttribute("aria-controls")).hidden = !isChosen;
  }
  showTab();
}

tabs.forEach((tab, number) => {
  tab.addEventListener("click", () => choose(tab));
  tab.addEventListener("keydown", (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!step) return;
    const next = tabs[(number + step + tabs.length) % tabs.length];
    choose(next);
    next.focus();
  });
});

// --- beginning -------------------------------------------------------------------

function begin(name) {
  const example = EXAMPLES.find((example) => example.name === name) ?? EXAMPLES[0];
  Object.assign(state, { example: example.name, target: null });
  byId("example").value = example.name;
  viewer.select(null);
  editor.setText(example.source);
}

/** What was typed stays in the browser, for the next time that the page is opened. */
function keep() {
  try {
    const { example, target } = state;
    localStorage.setItem(KEPT, JSON.stringify({ source: editor.text, example, target }));
  } catch {
    // A browser that keeps nothing loses it with the page.
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEPT));
  } catch {
    return null;
  }
}

byId("example").append(...EXAMPLES.map(({ name }) => make("option", { value: name }, name)));
byId("example").addEventListener("change", (event) => begin(event.target.value));
byId("target").addEventListener("change", (event) => {
  state.target = event.target.value;
  keep();
  compile();
});

const last = kept();
if (typeof last?.source === "string") {
  Object.assign(state, { example: last.example ?? null, target: last.target ?? null });
  byId("example").value = last.example ?? EXAMPLES[0].name;
  editor.setText(last.source);
} else {
  begin("queues");
}

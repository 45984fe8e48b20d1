// What is known of the selected node: its names, what it needs and who needs it, and its source and its
// part of the template side by side. In: the panel, what is drawn as data, and where to go. Out: the
// panel's content. Never: the picture.

/** Lines around a part, so that one sees where it stands. */
const AROUND = 3;

/**
 * @param {HTMLElement} panel
 * @param {object} data
 * @param {number} number of the node
 * @param {(node: number) => void} goTo
 */
function showDetails(panel, data, number, goTo) {
  const node = data.nodes[number];
  const relations = (edges, other) =>
    edges.map((edge) => ({ node: edge[other], text: fullName(data, edge[other]), why: edge.reasons }));
  const needs = relations(data.edges.filter((edge) => edge.from === number), "to");
  const neededBy = relations(data.edges.filter((edge) => edge.to === number), "from");
  panel.replaceChildren(
    make("h2", {}, node.name),
    make("p", { class: "what" }, `${node.kind} ${node.type}`),
    make("p", { class: "what" }, `logical id ${node.id}`, ...node.context.map((line) => make("span", { class: "context" }, line))),
    make(
      "div",
      { class: "relations" },
      relationList("needs", needs, goTo),
      relationList("is needed by", neededBy, goTo),
    ),
    make("div", { class: "sides" }, ...sides(data, node)),
  );
}

/** The name of a node with those of the boxes around it: `orders.worker.function`. */
function fullName(data, number) {
  const { name, box } = data.nodes[number];
  return box === null ? name : `${data.boxes[box].id}.${name}`;
}

function sides(data, node) {
  const all = [];
  const source = data.files[node.file];
  if (source) {
    const language = /\.infra$/.test(source.path) || !/\.(ya?ml|json)$/.test(source.path) ? "infra" : "yaml";
    all.push(excerpt("source", source.path, source.text, language, node.lines));
  }
  if (node.part) all.push(excerpt("template", data.templateName, data.template, "json", node.part));
  else all.push(make("p", { class: "none" }, "Nothing of the template is made for it."));
  return all;
}

function relationList(title, relations, goTo) {
  const items = relations.map(({ node, text, why }) => {
    const button = make("button", { type: "button", title: why.join("\n") }, text);
    button.addEventListener("click", () => goTo(node));
    return make("li", {}, button, make("span", { class: "why" }, why[0] + (why.length > 1 ? ` +${why.length - 1}` : "")));
  });
  const list = items.length > 0 ? make("ul", {}, ...items) : make("p", { class: "none" }, "nothing");
  return make("section", {}, make("h3", {}, title), list);
}

/** Lines of a text, those of a part marked. Lines are counted from 1. */
function excerpt(kind, name, text, language, [first, last]) {
  const lines = highlight(text, language);
  const from = Math.max(1, first - AROUND);
  const to = Math.min(lines.length, last + AROUND);
  const rows = [];
  for (let line = from; line <= to; line += 1) {
    const isMarked = first <= line && line <= last;
    rows.push(
      make(
        "span",
        { class: isMarked ? "line marked" : "line" },
        make("span", { class: "number", "aria-hidden": "true" }, String(line)),
        make("code", {}, lines[line - 1], "\n"),
      ),
    );
  }
  return make(
    "figure",
    { class: `excerpt ${kind}` },
    make("figcaption", {}, `${name}:${first}`),
    make("pre", { tabindex: "0", "aria-label": `${kind} of the selected node` }, ...rows),
  );
}

/** An element with attributes and content. */
function make(name, attributes, ...content) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...content);
  return element;
}

// The page of one stack: the picture, and beside it what is selected. The address names the selected node,
// so that a page can be sent with a finger on something.

const root = document.querySelector(".viewer");
const panel = document.querySelector(".panel");
const data = JSON.parse(document.querySelector("#data").textContent);

const viewer = createViewer(root, (node) => {
  panel.hidden = node === null;
  if (node === null) {
    panel.replaceChildren();
    history.replaceState(null, "", location.pathname + location.search);
    return;
  }
  const close = make("button", { type: "button", class: "close", "aria-label": "close" }, "×");
  showDetails(panel, data, node, (other) => viewer.select(other));
  close.addEventListener("click", () => viewer.select(null));
  panel.prepend(close);
  history.replaceState(null, "", `#${encodeURIComponent(data.nodes[node].id)}`);
});

const asked = decodeURIComponent(location.hash.slice(1));
viewer.show(data);
const at = data.nodes.findIndex((node) => node.id === asked);
if (at >= 0) viewer.select(at);

document.addEventListener("keydown", (event) => {
  const isTyping = /^(?:INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "");
  if (event.key === "/" && !isTyping) {
    event.preventDefault();
    root.querySelector(".search").focus();
  }
});

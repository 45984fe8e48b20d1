// A picture to look around in: zoom, pan, search, folding, and a selection. In: the element that holds the
// picture and its tools, and what is drawn as data. Out: the same picture, changed in place; the one who
// made it hears of each selection. Never: a request to anywhere.

const SVG = "http://www.w3.org/2000/svg";

/** The room between what is left when boxes are folded. */
const FOLDED_GAP = 56;
const BOX_TOP = 26;
const BOX_PADDING = 14;
const FOLDED_HEIGHT = 46;
const HEAD = 8;
const SCALES = { least: 0.02, most: 4, step: 1.25 };

/**
 * @param {HTMLElement} root holds `.stage`, `.search`, `.found` and buttons with `data-do`
 * @param {(node: number | null) => void} onSelect
 */
function createViewer(root, onSelect) {
  const stage = root.querySelector(".stage");
  const search = root.querySelector(".search");
  const found = root.querySelector(".found");
  let data = { nodes: [], boxes: [], edges: [], width: 0, height: 0 };
  let svg = null;
  let parts = { nodes: [], boxes: [], edges: [] };
  let folded = new Set();
  let page = { width: 0, height: 0 };
  let view = { x: 0, y: 0, scale: 1 };
  let selected = null;
  let matches = [];
  let current = -1;

  // --- what is shown -----------------------------------------------------

  /** Shows the picture that stands in the stage. Boxes of the same names stay folded. */
  function show(next) {
    const names = new Set([...folded].map((box) => data.boxes[box].id));
    const kept = selected === null ? null : data.nodes[selected].id;
    const isFirst = svg === null;
    data = next;
    svg = stage.querySelector("svg");
    folded = new Set(indices(data.boxes).filter((box) => names.has(data.boxes[box].id)));
    const byId = (kind) => (_, number) => svg.querySelector(`#${kind}-${number}`);
    parts = {
      nodes: data.nodes.map(byId("node")),
      boxes: data.boxes.map(byId("box")),
      edges: data.edges.map(byId("edge")),
    };
    svg.setAttribute("width", "100%");
    svg.setAttribute("height", "100%");
    svg.removeAttribute("role");
    parts.nodes.forEach((element, number) => {
      element.setAttribute("tabindex", "0");
      element.setAttribute("role", "button");
      element.setAttribute("aria-label", `${data.nodes[number].name}, ${data.nodes[number].type}`);
    });
    parts.boxes.forEach((element, number) => {
      element.setAttribute("tabindex", "0");
      element.setAttribute("role", "button");
      const name = `${data.boxes[number].name}, ${data.boxes[number].component}`;
      element.setAttribute("aria-label", `fold ${name}`);
      addFoldMark(element, number);
    });
    arrange();
    const again = data.nodes.findIndex((node) => node.id === kept);
    selected = null;
    select(again < 0 ? null : again);
    look();
    if (isFirst) fit();
    else applyView();
  }

  function addFoldMark(element, number) {
    const mark = document.createElementNS(SVG, "text");
    mark.setAttribute("class", "fold");
    mark.setAttribute("aria-hidden", "true");
    element.append(mark);
    const count = document.createElementNS(SVG, "text");
    count.setAttribute("class", "count");
    const inside = data.nodes.filter((node) => isInside(node.box, number)).length;
    count.textContent = inside === 1 ? "1 resource" : `${inside} resources`;
    element.append(count);
  }

  // --- folding -------------------------------------------------------------

  /** The boxes around something, innermost first. */
  function around(box) {
    const all = [];
    for (let at = box; at !== null; at = data.boxes[at].parent) all.push(at);
    return all;
  }

  const isInside = (box, outer) => around(box).includes(outer);

  /** The outermost folded box around something, if there is one. */
  const foldedAround = (box) => around(box).filter((at) => folded.has(at)).pop() ?? null;

  function toggle(box) {
    if (folded.has(box)) folded.delete(box);
    else folded.add(box);
    arrange();
    applyView();
  }

  function foldAll(isFolded) {
    folded = new Set(isFolded ? indices(data.boxes) : []);
    arrange();
    fit();
  }

  /** Puts everything where it belongs with what is folded now. */
  function arrange() {
    const nodeHides = data.nodes.map((node) => foldedAround(node.box));
    const boxHides = data.boxes.map((box) => foldedAround(box.parent));
    const [toX, toY] = folded.size === 0 ? [(x) => x, (y) => y] : compact(nodeHides, boxHides);
    page = { width: toX(data.width), height: toY(data.height) };
    const moved = ({ x, y, width, height }) => ({ x: toX(x), y: toY(y), width, height });

    const rects = data.nodes.map((node) => moved(node.rect));
    parts.nodes.forEach((element, number) => {
      setHidden(element, nodeHides[number] !== null);
      const { x, y } = rects[number];
      element.setAttribute("transform", `translate(${x} ${y})`);
    });
    const boxRects = data.boxes.map((box, number) => {
      if (folded.has(number)) return moved(foldedRect(number));
      const { x, y } = moved(box.rect);
      const right = toX(box.rect.x + box.rect.width);
      return { x, y, width: right - x, height: toY(box.rect.y + box.rect.height) - y };
    });
    parts.boxes.forEach((element, number) => {
      setHidden(element, boxHides[number] !== null);
      placeBox(element, number, boxRects[number]);
    });
    svg.querySelector(".paper").setAttribute("width", page.width);
    svg.querySelector(".paper").setAttribute("height", page.height);
    arrangeEdges(nodeHides, rects, boxRects, toX, toY);
  }

  function placeBox(element, number, { x, y, width, height }) {
    const isFolded = folded.has(number);
    const rect = element.querySelector("rect");
    for (const [name, value] of Object.entries({ x, y, width, height })) {
      rect.setAttribute(name, value);
    }
    const [title, mark, count] = element.querySelectorAll("text");
    move(title, x + 12, y + (isFolded ? 20 : 18));
    move(mark, x + width - 16, y + 18);
    move(count, x + 12, y + 36);
    mark.textContent = isFolded ? "▸" : "▾";
    element.classList.toggle("folded", isFolded);
    element.setAttribute("aria-expanded", String(!isFolded));
    bringTo(svg.querySelector(isFolded ? ".nodes" : ".boxes"), element, number);
  }

  /** A folded box stands before the arrows, as nodes do; else it stands behind them, in the order of boxes. */
  function bringTo(group, element, number) {
    if (element.parentNode === group) return;
    const hadFocus = document.activeElement === element;
    const behind = parts.boxes.slice(number + 1).find((other) => other.parentNode === group);
    group.insertBefore(element, group.matches(".boxes") ? (behind ?? null) : null);
    if (hadFocus) element.focus();
  }

  /** Where a folded box stands: in the corner of what it was, as wide as its names. */
  function foldedRect(number) {
    const { rect, name, component } = data.boxes[number];
    const letters = [...name].length * 8 + [...component].length * 7 + 56;
    const width = Math.max(150, Math.min(letters, Math.max(rect.width, 150)));
    return { x: rect.x, y: rect.y, width, height: FOLDED_HEIGHT };
  }

  /** How coordinates change when the room that nobody needs is taken away: in order, and never a part of
   *  what is shown. */
  function compact(nodeHides, boxHides) {
    const [xs, ys] = [[], []];
    const keep = (x, y, width, height) => {
      xs.push([x, x + width]);
      ys.push([y, y + height]);
    };
    data.nodes.forEach(({ rect }, number) => {
      if (nodeHides[number] === null) keep(rect.x, rect.y, rect.width, rect.height);
    });
    data.boxes.forEach(({ rect }, number) => {
      if (boxHides[number] !== null) return;
      if (folded.has(number)) {
        const { x, y, width, height } = foldedRect(number);
        keep(x, y, width, height);
        return;
      }
      const [right, bottom] = [rect.x + rect.width, rect.y + rect.height];
      keep(rect.x, rect.y, BOX_PADDING, BOX_TOP);
      keep(right - BOX_PADDING, bottom - BOX_PADDING, BOX_PADDING, BOX_PADDING);
    });
    return [squeeze(xs), squeeze(ys)];
  }

  // --- edges -----------------------------------------------------------------

  /** An edge is drawn between what is shown of its ends; those that then are the same are one. */
  function arrangeEdges(nodeHides, rects, boxRects, toX, toY) {
    const groups = new Map();
    data.edges.forEach((edge, number) => {
      const ends = [edge.from, edge.to].map((node) =>
        nodeHides[node] === null ? `node ${node}` : `box ${nodeHides[node]}`,
      );
      const isInner = ends[0] === ends[1] && nodeHides[edge.from] !== null;
      setHidden(parts.edges[number], true);
      if (isInner) return;
      const key = ends.join(" ");
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(number);
    });
    for (const members of groups.values()) {
      const number = members.find((member) => !data.edges[member].faint) ?? members[0];
      const edge = data.edges[number];
      const element = parts.edges[number];
      const hides = [nodeHides[edge.from], nodeHides[edge.to]];
      const isFolded = hides[0] !== null || hides[1] !== null;
      const from = hides[0] === null ? rects[edge.from] : boxRects[hides[0]];
      const to = hides[1] === null ? rects[edge.to] : boxRects[hides[1]];
      let points = edge.points.map(([x, y]) => [toX(x), toY(y)]);
      let label = [toX(edge.label[0]), toY(edge.label[1])];
      let isSteep = false;
      if (edge.faint) {
        points = [borderTowards(from, middle(to)), borderTowards(to, middle(from))];
      } else if (isFolded) {
        points = joined(from, to);
        isSteep = points[0][0] !== from.x && points[0][0] !== from.x + from.width;
      }
      if (isFolded || edge.faint) label = middleOf(points);
      setHidden(element, false);
      const [line, head] = edge.faint ? [straight(points), ""] : isSteep ? straightArrow(points) : arrow(points);
      drawEdge(element, line, head, label, members);
    }
  }

  function drawEdge(element, line, head, label, members) {
    element.querySelector(".reach").setAttribute("d", line);
    element.querySelector(".line").setAttribute("d", line);
    element.querySelector(".head")?.setAttribute("d", head);
    const text = element.querySelector("text");
    move(text, label[0], label[1] + 3);
    text.textContent = members.length === 1 ? data.edges[members[0]].text : `${members.length} relations`;
    const lines = members.map((number) => data.edges[number].title);
    element.querySelector("title").textContent = lines.join("\n\n");
  }

  // --- looking around ----------------------------------------------------------

  const size = () => stage.getBoundingClientRect();

  function applyView() {
    if (svg === null) return;
    const { width, height } = size();
    const box = [view.x, view.y, width / view.scale, height / view.scale];
    svg.setAttribute("viewBox", box.map((number) => number.toFixed(2)).join(" "));
    root.dataset.scale = view.scale.toFixed(3);
  }

  function fit() {
    const { width, height } = size();
    const scale = Math.min(width / page.width, height / page.height, 1.25) || 1;
    view = {
      scale,
      x: (page.width - width / scale) / 2,
      y: (page.height - height / scale) / 2,
    };
    applyView();
  }

  /** Zooms so that what is under a point of the stage stays there. */
  function zoom(factor, at) {
    const { width, height } = size();
    const [px, py] = at ?? [width / 2, height / 2];
    const scale = Math.min(SCALES.most, Math.max(SCALES.least, view.scale * factor));
    view = {
      scale,
      x: view.x + px / view.scale - px / scale,
      y: view.y + py / view.scale - py / scale,
    };
    applyView();
  }

  function pan(dx, dy) {
    view = { ...view, x: view.x + dx / view.scale, y: view.y + dy / view.scale };
    applyView();
  }

  /** Brings a node to the middle, large enough to be read. */
  function goTo(node) {
    const before = folded.size;
    around(data.nodes[node].box).forEach((box) => folded.delete(box));
    if (folded.size !== before) arrange();
    const { width, height } = size();
    const scale = Math.max(view.scale, 0.8);
    const [x, y] = parts.nodes[node].getAttribute("transform").match(/-?[\d.]+/g).map(Number);
    const { rect } = data.nodes[node];
    view = {
      scale,
      x: x + rect.width / 2 - width / scale / 2,
      y: y + rect.height / 2 - height / scale / 2,
    };
    applyView();
  }

  /** Moves what is selected back into the stage, where a panel has taken its place. */
  function keepInView() {
    if (svg === null || selected === null) return;
    const room = size();
    const at = parts.nodes[selected].getBoundingClientRect();
    const past = (start, end, low, high) => Math.min(0, start - low - 16) || Math.max(0, end - high + 16);
    pan(
      past(at.left, at.right, room.left, room.right),
      past(at.top, at.bottom, room.top, room.bottom),
    );
  }

  // --- search and selection -------------------------------------------------------

  /** Marks what the search finds: each of its words is in the name, the id or the type. */
  function look() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const text = ({ id, name, type }) => `${id} ${name} ${type}`.toLowerCase();
    const hits = (node) => words.every((word) => text(node).includes(word));
    matches = words.length === 0 ? [] : indices(data.nodes).filter((number) => hits(data.nodes[number]));
    current = -1;
    root.classList.toggle("searching", words.length > 0);
    parts.nodes.forEach((element) => element.classList.remove("match", "current"));
    matches.forEach((number) => parts.nodes[number].classList.add("match"));
    parts.boxes.forEach((element, box) => {
      const isHit = matches.some((number) => isInside(data.nodes[number].box, box));
      element.classList.toggle("match", isHit);
    });
    tellFound(words.length > 0);
  }

  function tellFound(isSearching) {
    if (!isSearching) found.textContent = "";
    else if (matches.length === 0) found.textContent = "nothing found";
    else if (current < 0) found.textContent = `${matches.length} found`;
    else found.textContent = `${current + 1} of ${matches.length}`;
  }

  function next(step) {
    if (matches.length === 0) return;
    parts.nodes[matches[current]]?.classList.remove("current");
    const from = current < 0 && step < 0 ? 0 : current;
    current = (from + step + matches.length) % matches.length;
    parts.nodes[matches[current]].classList.add("current");
    goTo(matches[current]);
    tellFound(true);
  }

  function select(node) {
    if (node === selected) return;
    parts.nodes[selected]?.classList.remove("selected");
    selected = node;
    parts.nodes[selected]?.classList.add("selected");
    root.classList.toggle("selecting", node !== null);
    parts.edges.forEach((element, number) => {
      const { from, to } = data.edges[number];
      element.classList.toggle("near", node !== null && (from === node || to === node));
    });
    const near = new Set(data.edges.flatMap(({ from, to }) => (from === node ? [to] : to === node ? [from] : [])));
    parts.nodes.forEach((element, number) => element.classList.toggle("near", near.has(number)));
    onSelect(node);
  }

  // --- events ------------------------------------------------------------------------

  const numberOf = (target, kind) => {
    const element = target.closest?.(`.${kind}`);
    return element ? Number(element.id.split("-")[1]) : null;
  };

  function act(target) {
    const node = numberOf(target, "node");
    const box = numberOf(target, "box");
    if (node !== null) select(node);
    else if (box !== null) toggle(box);
    else return false;
    return true;
  }

  let drag = null;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    drag = { x: event.clientX, y: event.clientY, far: 0, target: event.target };
  });
  stage.addEventListener("pointermove", (event) => {
    if (drag === null) return;
    const [dx, dy] = [event.clientX - drag.x, event.clientY - drag.y];
    drag.far += Math.abs(dx) + Math.abs(dy);
    if (drag.far < 4) return;
    stage.setPointerCapture(event.pointerId);
    stage.classList.add("dragging");
    [drag.x, drag.y] = [event.clientX, event.clientY];
    pan(-dx, -dy);
  });
  const drop = (isClick) => {
    const { far, target } = drag ?? { far: 9 };
    drag = null;
    stage.classList.remove("dragging");
    if (isClick && far < 4 && !act(target)) select(null);
  };
  stage.addEventListener("pointerup", () => drop(true));
  stage.addEventListener("pointercancel", () => drop(false));
  stage.addEventListener(
    "wheel",
    (event) => {
      event.preventDefault();
      const { left, top } = size();
      if (event.shiftKey) pan(event.deltaY + event.deltaX, 0);
      else zoom(Math.exp(-event.deltaY / 400), [event.clientX - left, event.clientY - top]);
    },
    { passive: false },
  );
  stage.addEventListener("keydown", (event) => {
    const keys = {
      "+": () => zoom(SCALES.step),
      "=": () => zoom(SCALES.step),
      "-": () => zoom(1 / SCALES.step),
      0: fit,
      ArrowLeft: () => pan(-60, 0),
      ArrowRight: () => pan(60, 0),
      ArrowUp: () => pan(0, -60),
      ArrowDown: () => pan(0, 60),
      Escape: () => select(null),
      Enter: () => act(event.target),
      " ": () => act(event.target),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !(event.key in keys)) return;
    event.preventDefault();
    keys[event.key]();
  });
  search.addEventListener("input", look);
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") next(event.shiftKey ? -1 : 1);
    else if (event.key === "Escape") {
      search.value = "";
      look();
    } else return;
    event.preventDefault();
  });
  const tools = {
    "zoom-in": () => zoom(SCALES.step),
    "zoom-out": () => zoom(1 / SCALES.step),
    fit,
    fold: () => foldAll(true),
    unfold: () => foldAll(false),
  };
  for (const button of root.querySelectorAll("button[data-do]")) {
    button.addEventListener("click", () => tools[button.dataset.do]());
  }
  new ResizeObserver(() => {
    applyView();
    keepInView();
  }).observe(stage);

  return {
    show,
    /** Selects a node and brings it into view; nothing where there is none. */
    select: (node) => {
      select(node);
      if (node !== null) goTo(node);
    },
  };
}

// --- small things ---------------------------------------------------------------------

const indices = (list) => [...list.keys()];
const middle = ({ x, y, width, height }) => [x + width / 2, y + height / 2];
const middleOf = ([[x, y], [otherX, otherY]]) => [(x + otherX) / 2, (y + otherY) / 2];
const setHidden = (element, isHidden) => element.classList.toggle("hidden", isHidden);

function move(element, x, y) {
  element.setAttribute("x", x);
  element.setAttribute("y", y);
}

/** A function that moves coordinates together where none of these intervals is. */
function squeeze(intervals) {
  const sorted = intervals.sort((a, b) => a[0] - b[0]);
  const merged = [];
  for (const [start, end] of sorted) {
    const last = merged[merged.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  // Where each interval goes, and how much of the gap before it is left.
  let reached = 0;
  let before = 0;
  const moves = merged.map(([start, end]) => {
    const gap = start - before;
    const left = Math.min(gap, FOLDED_GAP);
    const move = { before, start, end, gap, left, from: reached, to: reached + left };
    reached += left + (end - start);
    before = end;
    return move;
  });
  return (at) => {
    for (const { before, start, end, gap, left, from, to } of moves) {
      if (at < start) return gap === 0 ? from : from + ((at - before) / gap) * left;
      if (at <= end) return to + (at - start);
    }
    return reached + Math.min(at - before, FOLDED_GAP);
  };
}

/** The points of an edge between two rectangles whose way is gone: from side to side, or from below to above
 *  where one stands over the other. */
function joined(from, to) {
  const [[fromX, fromY], [toX, toY]] = [middle(from), middle(to)];
  const [right, bottom] = [(rect) => rect.x + rect.width, (rect) => rect.y + rect.height];
  if (to.x >= right(from)) return [[right(from), fromY], [to.x, toY]];
  if (right(to) <= from.x) return [[from.x, fromY], [right(to), toY]];
  return toY >= fromY ? [[fromX, bottom(from)], [toX, to.y]] : [[fromX, from.y], [toX, bottom(to)]];
}

/** Where the way from the middle of a rectangle to a point leaves it. */
function borderTowards(rect, [toX, toY]) {
  const [x, y] = middle(rect);
  const [dx, dy] = [toX - x, toY - y];
  const part = (size, way) => (way === 0 ? Infinity : size / 2 / Math.abs(way));
  const scale = Math.min(part(rect.width, dx), part(rect.height, dy), 1);
  return [x + dx * scale, y + dy * scale];
}

function straight(points) {
  return points.map(([x, y], number) => `${number === 0 ? "M" : "L"}${x} ${y}`).join("");
}

/** The line of an arrow and its head; between two points it leaves and arrives level. */
function arrow(points) {
  const last = points[points.length - 1];
  const before = points[points.length - 2];
  const back = last[0] >= before[0] ? -HEAD : HEAD;
  let from = points[0];
  let line = `M${from[0]} ${from[1]}`;
  for (const to of [...points.slice(1, -1), [last[0] + back, last[1]]]) {
    const x = Math.round((from[0] + to[0]) / 2);
    line += `C${x} ${from[1]} ${x} ${to[1]} ${to[0]} ${to[1]}`;
    from = to;
  }
  return [line, `M${last[0]} ${last[1]}l${back} -4v8z`];
}

/** A straight arrow, which may stand as steep as it likes. */
function straightArrow([[fromX, fromY], [toX, toY]]) {
  const length = Math.hypot(toX - fromX, toY - fromY) || 1;
  const [x, y] = [((toX - fromX) / length) * HEAD, ((toY - fromY) / length) * HEAD];
  const [endX, endY] = [toX - x, toY - y];
  const head = [[toX, toY], [endX - y / 2, endY + x / 2], [endX + y / 2, endY - x / 2]];
  return [straight([[fromX, fromY], [endX, endY]]), `${straight(head)}z`];
}

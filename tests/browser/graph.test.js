// The page of `infra graph`, used by clicks and keys.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { folder, infra, launch, look, open } from "./browser.js";

const made = folder();
let browser;

/** The address of a page that is drawn of a program. */
function drawn(program, ...options) {
  const out = join(made, `${program.replaceAll("/", "-")}${options.join("")}.html`);
  infra("graph", program, "-o", out, ...options);
  return pathToFileURL(out).href;
}

const visible = (page, selector) => page.locator(`${selector}:not(.hidden)`).count();
const scale = (page) => page.locator(".viewer").getAttribute("data-scale").then(Number);
const viewBox = (page) =>
  page.locator(".stage svg").getAttribute("viewBox").then((box) => box.split(" ").map(Number));

before(async () => {
  browser = await launch();
});
after(() => browser.close());

describe("the page of a graph", () => {
  test("asks for nothing and complains of nothing", async () => {
    for (const program of ["examples/shop/main.infra", "tests/diagrams/escapes/main.infra"]) {
      const address = drawn(program);
      const { page, asked, wrong } = await open(browser, address);
      await page.locator(".node").first().click();
      await page.locator("[data-do=fit]").click();
      await look(page, `graph-${program.split("/")[1]}`);
      assert.deepEqual(asked, [address]);
      assert.deepEqual(wrong, []);
    }
  });

  test("search marks what it finds, and Enter goes to the next", async () => {
    const { page } = await open(browser, drawn("examples/queues/main.infra"));
    await page.keyboard.press("/");
    await page.keyboard.type("Orders");
    assert.equal(await page.locator(".found").textContent(), "2 found");
    assert.equal(await page.locator(".node.match").count(), 2);
    const dimmed = page.locator(".node:not(.match)").first();
    assert.ok(Number(await dimmed.evaluate((node) => getComputedStyle(node).opacity)) < 0.5);
    const seen = [];
    for (let press = 0; press < 3; press += 1) {
      await page.keyboard.press("Enter");
      seen.push(await page.locator(".node.current .name").textContent());
      const [stage, node] = await Promise.all([
        page.locator(".stage").boundingBox(),
        page.locator(".node.current .face").boundingBox(),
      ]);
      assert.ok(Math.abs(stage.x + stage.width / 2 - node.x - node.width / 2) < 3, "in the middle");
    }
    assert.notEqual(seen[0], seen[1]);
    assert.equal(seen[0], seen[2]);
    assert.equal(await page.locator(".found").textContent(), "1 of 2");
    await page.keyboard.press("Shift+Enter");
    assert.equal(await page.locator(".found").textContent(), "2 of 2");
    await page.locator(".search").fill("nothing is called so");
    assert.equal(await page.locator(".found").textContent(), "nothing found");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".node.match").count(), 0);
    assert.equal(await page.locator(".viewer.searching").count(), 0);
  });

  test("wheel, buttons and keys zoom; dragging and arrows move", async () => {
    const { page } = await open(browser, drawn("examples/shop/main.infra"));
    const fitted = await scale(page);
    const node = page.locator("#node-9 .face");
    const { x, y, width, height } = await node.boundingBox();
    await page.mouse.move(x + width / 2, y + height / 2);
    await page.mouse.wheel(0, -400);
    await page.waitForFunction((was) => Number(document.querySelector(".viewer").dataset.scale) > was, fitted);
    const zoomed = await node.boundingBox();
    assert.ok(Math.abs(zoomed.x + zoomed.width / 2 - x - width / 2) < 2, "what is pointed at stays");
    await page.locator("[data-do=zoom-in]").click();
    await page.locator(".stage").focus();
    await page.keyboard.press("+");
    const [left] = await viewBox(page);
    await page.keyboard.press("ArrowRight");
    assert.ok((await viewBox(page))[0] > left, "arrows move");
    const before = await viewBox(page);
    await page.mouse.move(600, 500);
    await page.mouse.down();
    await page.mouse.move(500, 400, { steps: 4 });
    await page.mouse.up();
    const moved = await viewBox(page);
    assert.ok(moved[0] > before[0] && moved[1] > before[1], "dragging moves");
    assert.equal(await page.locator(".panel").isHidden(), true, "a drag is no click");
    await page.keyboard.press("-");
    await page.keyboard.press("0");
    assert.equal(await scale(page), fitted);
  });

  test("a folded component is one node with its edges", async () => {
    const { page } = await open(browser, drawn("tests/diagrams/boxes/main.infra"));
    const [nodes, edges] = [await visible(page, ".node"), await visible(page, ".edge")];
    assert.equal(nodes, 13);
    const inner = page.locator(".box", { has: page.getByText('work["fast"]') });
    await inner.locator(".name").click();
    assert.equal(await inner.getAttribute("aria-expanded"), "false");
    assert.equal(await visible(page, ".node"), nodes - 2);
    assert.equal(await visible(page, ".edge"), edges - 1);
    assert.equal(await inner.locator(".count").textContent(), "2 resources");
    const to = page.locator(".edge:not(.hidden) title").filter({ hasText: "OrdersWorkFastMain" });
    assert.match(await to.textContent(), /OrdersLinkFast → OrdersWorkFastMain\nEndpoint reads Arn/);

    await page.locator("[data-do=fold]").click();
    await look(page, "graph-folded");
    assert.equal(await visible(page, ".node"), 1, "the param");
    assert.equal(await visible(page, ".box"), 2);
    const merged = page.locator(".edge:not(.hidden)");
    assert.equal(await merged.count(), 1);
    assert.equal(await merged.locator("text").textContent(), "2 relations");
    assert.match(await merged.locator("title").textContent(), /ExtraDead → Stage\nif\n\nExtraMain → Stage\nif/);

    await page.locator("[data-do=unfold]").click();
    assert.equal(await visible(page, ".node"), nodes);
    assert.equal(await visible(page, ".edge"), edges);
    await page.locator("#box-0").focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#box-0").getAttribute("aria-expanded"), "false", "by keys");
    assert.equal(await page.evaluate(() => document.activeElement.id), "box-0", "keeps the focus");
    await page.keyboard.press("Enter");
    const order = await page.locator(".boxes > .box").evaluateAll((boxes) => boxes.map((box) => box.id));
    assert.deepEqual(order, ["box-0", "box-1", "box-2", "box-3"]);
    await page.keyboard.press("Enter");
    await page.locator(".search").fill("OrdersTopic");
    await page.keyboard.press("Enter");
    assert.equal(await page.locator("#box-0").getAttribute("aria-expanded"), "true", "search unfolds");
  });

  test("no two nodes overlap, whatever is folded", async () => {
    const { page } = await open(browser, drawn("examples/shop/main.infra"));
    for (let box = 0; box < 10; box += 1) {
      if (box > 0) await page.locator(`#box-${box - 1} .name`).dispatchEvent("pointerdown", { button: 0 });
      if (box > 0) await page.locator(`#box-${box - 1} .name`).dispatchEvent("pointerup", { button: 0 });
      const overlaps = await page.evaluate(() => {
        const shown = [...document.querySelectorAll(".node:not(.hidden) .face, .box.folded:not(.hidden) rect")];
        const rects = shown.map((element) => element.getBoundingClientRect());
        const meet = (a, b) => a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
        return rects.flatMap((a, at) => rects.slice(at + 1).filter((b) => meet(a, b))).length;
      });
      assert.equal(overlaps, 0, `${box} boxes folded`);
    }
    assert.equal(await page.locator(".box.folded").count(), 9);
  });

  test("a click shows source and template side by side", async () => {
    for (const [target, name, line] of [
      ["cloudformation", "template.json", '"QueueBilling": {'],
      ["terraform", "main.tf.json", '"queue_billing": {'],
    ]) {
      const { page } = await open(browser, drawn("examples/queues/main.infra", "--target", target));
      await page.locator(".node", { hasText: 'queue["billing"]' }).click();
      await page.locator(".panel").waitFor();
      await look(page, `graph-details-${target}`);
      assert.equal(await page.locator(".panel h2").textContent(), 'queue["billing"]');
      const [stage, node] = await Promise.all([
        page.locator(".stage").boundingBox(),
        page.locator(".node.selected .face").boundingBox(),
      ]);
      assert.ok(node.x >= stage.x && node.x + node.width <= stage.x + stage.width, "still in view");
      const source = page.locator(".excerpt.source");
      assert.match(await source.locator("figcaption").textContent(), /examples\/queues\/main\.infra:15/);
      const marked = await source.locator(".marked code").allTextContents();
      assert.match(marked[0], /^resource queue for team in teams/);
      assert.match(marked.at(-1), /^}/);
      const template = page.locator(".excerpt.template");
      assert.match(await template.locator("figcaption").textContent(), new RegExp(name.replaceAll(".", "\\.")));
      assert.match((await template.locator(".marked code").allTextContents())[0], new RegExp(line));
      const [left, right] = await Promise.all([source.boundingBox(), template.boundingBox()]);
      assert.ok(left.x + left.width <= right.x && left.y === right.y, "side by side");
      await page.getByRole("button", { name: "deadLetters", exact: true }).click();
      assert.equal(await page.locator(".panel h2").textContent(), "deadLetters");
      assert.ok(page.url().endsWith("#DeadLetters"));
      await page.getByRole("button", { name: "close" }).click();
      assert.equal(await page.locator(".panel").isHidden(), true);
    }
  });

  test("a node can be reached and chosen by keys alone", async () => {
    const { page } = await open(browser, drawn("examples/queues/main.infra"));
    await page.locator("#node-0").focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.locator(".panel h2").textContent(), "deadLetters");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".panel").isHidden(), true);
  });

  test("an address with a name begins there", async () => {
    const { page } = await open(browser, `${drawn("examples/queues/main.infra")}#QueueOrders`);
    assert.equal(await page.locator(".panel h2").textContent(), 'queue["orders"]');
  });

  test("a template has a page too", async () => {
    const template = join(made, "template.json");
    infra("build", "examples/queues/main.infra", "-o", template);
    const { page, wrong } = await open(browser, drawn(template));
    await page.locator(".node", { hasText: "QueueOrders" }).first().click();
    assert.match((await page.locator(".source .marked code").allTextContents()).join(""), /RedrivePolicy/);
    assert.deepEqual(wrong, []);
  });

  test("light and dark have colours of their own", async () => {
    const address = drawn("examples/queues/main.infra");
    const colours = [];
    for (const colorScheme of ["light", "dark"]) {
      const { page } = await open(browser, address, { colorScheme });
      const face = page.locator(".node .face").first();
      colours.push(await face.evaluate((element) => getComputedStyle(element).fill));
      await look(page, `graph-${colorScheme}`);
    }
    assert.notEqual(colours[0], colours[1]);
  });
});

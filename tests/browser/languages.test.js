// The languages of pictures, read by the programs that they are for: Graphviz and Mermaid.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { PROJECT, infra, launch, look } from "./browser.js";

const MERMAID = join(import.meta.dirname, "node_modules/mermaid/dist/mermaid.min.js");

/** The programs whose pictures are looked at, each in one language and as data. */
function pictures(format) {
  const folders = readdirSync(join(PROJECT, "tests/diagrams"));
  const programs = [...folders.map((name) => `tests/diagrams/${name}/main.infra`), "examples/shop/main.infra"];
  return programs.map((program) => ({
    program,
    text: infra("graph", program, "--format", format),
    data: JSON.parse(infra("graph", program, "--format", "json")),
  }));
}

describe("the languages of pictures", () => {
  let browser;
  before(async () => {
    browser = await launch();
  });
  after(() => browser.close());

  test("Graphviz reads the same nodes, boxes and edges", () => {
    for (const { program, text, data } of pictures("dot")) {
      const read = spawnSync("dot", ["-Tjson"], { input: text, encoding: "utf8", maxBuffer: 1 << 28 });
      assert.equal(read.status, 0, `${program}: ${read.error ?? read.stderr}`);
      assert.equal(read.stderr, "", program);
      const { objects, edges = [] } = JSON.parse(read.stdout);
      const isBox = ({ name }) => name.startsWith("cluster_");
      const nodes = objects.filter((object) => !isBox(object));
      assert.equal(objects.filter(isBox).length, data.boxes.length, program);
      assert.equal(edges.length, data.edges.length, program);
      // The tooltip of a node is its logical id.
      const ids = nodes.map(({ tooltip }) => tooltip).sort();
      assert.deepEqual(ids, data.nodes.map(({ id }) => id).sort(), program);
    }
  });

  test("Mermaid reads the same nodes, boxes and edges", async () => {
    const page = await browser.newPage({ viewport: { width: 1400, height: 850 } });
    await page.setContent("<body></body>");
    await page.addScriptTag({ path: MERMAID });
    for (const { program, text, data } of pictures("mermaid")) {
      await page.evaluate(async (text) => {
        mermaid.initialize({ startOnLoad: false });
        const { svg } = await mermaid.render("picture", text);
        document.body.innerHTML = svg;
      }, text);
      assert.equal(await page.locator(".cluster").count(), data.boxes.length, program);
      assert.equal(await page.locator(".edgePaths > path").count(), data.edges.length, program);
      const labels = await page.locator(".node .nodeLabel").allTextContents();
      for (const { name, type } of data.nodes) {
        const ours = (label) => label.startsWith(name) && (label.includes(type) || label.endsWith("module"));
        assert.ok(labels.some(ours), `${program}: ${name} in ${labels.join(" | ")}`);
      }
      assert.equal(labels.length, data.nodes.length, program);
      await look(page, `mermaid-${program.split("/").at(-2)}`);
    }
  });
});

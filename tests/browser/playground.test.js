// The playground, used by clicks and keys; and its server, asked by those who should not.

import assert from "node:assert/strict";
import { request } from "node:http";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { folder, launch, look, open, playground } from "./browser.js";

const cwd = folder();
let browser;
let server;

before(async () => {
  writeFileSync(join(cwd, "secret.txt"), "nobody is to read this");
  writeFileSync(join(cwd, "other.infra"), "let a = 1\n");
  writeFileSync(join(cwd, "infra.toml"), "nothing of a project\n");
  [browser, server] = await Promise.all([launch(), playground(cwd)]);
});
after(async () => {
  await browser.close();
  server.stop();
});

const settled = (page) => page.locator("#status.fine").waitFor();

async function type(page, text) {
  await page.locator("textarea").fill(text);
}

describe("the playground", () => {
  test("begins with an example that builds, and asks nobody else", async () => {
    const { page, asked, wrong } = await open(browser, server.address);
    await settled(page);
    assert.match(await page.locator("#template").textContent(), /"QueueOrders": {/);
    assert.match(await page.locator("#status").textContent(), /compiled in \d+ ms/);
    assert.equal(await page.locator(".stage").isVisible(), false);
    await page.locator("#tab-graph").click();
    await page.locator(".node").first().waitFor();
    assert.equal(await page.locator("#template").isVisible(), false);
    await look(page, "playground");
    assert.ok(asked.every((address) => address.startsWith(server.address)), asked.join("\n"));
    assert.deepEqual(wrong, []);
  });

  test("every example builds", async () => {
    const { page, wrong } = await open(browser, server.address);
    await settled(page);
    const names = await page.locator("#example option").allTextContents();
    assert.ok(names.length >= 5, names.join());
    for (const name of names) {
      await page.locator("#example").selectOption(name);
      await page.waitForResponse((response) => response.url().endsWith("/compile"));
      await settled(page);
      assert.equal(await page.locator("#messages .error").count(), 0, name);
    }
    assert.deepEqual(wrong, []);
  });

  test("what is typed is compiled: messages, template, picture", async () => {
    const { page } = await open(browser, server.address);
    await settled(page);
    await type(page, "resource first = AWS::SQS::Queue {}\n");
    await page.locator("#template", { hasText: '"First"' }).waitFor();
    await page.locator("#tab-graph").click();
    await page.locator(".node").waitFor();

    await page.locator("textarea").press("ControlOrMeta+End");
    await page.keyboard.type("resource second = AWS::SNS::Topic { DisplayName: first.QueueNam");
    await page.locator("#status.wrong").waitFor();
    const message = page.locator("#messages .error", { hasText: "QueueNam" });
    await message.waitFor();
    await look(page, "playground-error");
    assert.equal(await page.locator(".gutter .error").textContent(), "2");
    assert.ok(await page.evaluate(() => CSS.highlights.get("infra-error").size > 0), "underlined");
    assert.equal(await page.locator(".stale").count(), 1, "the last picture stays, and is faint");

    await page.locator("textarea").press("ControlOrMeta+Home");
    await message.click();
    const at = await page.locator("textarea").evaluate((area) => [
      document.activeElement === area,
      area.value.slice(0, area.selectionStart).split("\n").length,
    ]);
    assert.deepEqual(at, [true, 2], "a click goes to where it is");

    await page.locator("textarea").press("ControlOrMeta+End");
    await page.keyboard.type("e }");
    await settled(page);
    assert.equal(await page.locator(".node").count(), 2);
    assert.match(await page.locator(".edge title").textContent(), /Second → First\nDisplayName reads QueueName/);
    assert.equal(await page.locator(".stale").count(), 0);
  });

  test("the engine can be switched", async () => {
    const { page } = await open(browser, server.address);
    await settled(page);
    await page.locator("#target").selectOption("terraform");
    await page.locator("#template", { hasText: '"awscc_sqs_queue"' }).waitFor();
    await look(page, "playground-terraform");
    await page.locator("#target").selectOption("cloudformation");
    await page.locator("#template", { hasText: '"AWS::SQS::Queue"' }).waitFor();
  });

  test("a node of the picture is shown in source and template", async () => {
    const { page } = await open(browser, server.address);
    await settled(page);
    await page.locator("#tab-graph").click();
    await page.locator(".node", { hasText: "deadLetters" }).click();
    await look(page, "playground-node");
    assert.match(await page.locator(".editor .row.marked").first().textContent(), /resource deadLetters/);
    assert.match((await page.locator(".template .marked code").allTextContents())[0], /"DeadLetters": {/);
  });

  test("Tab indents, new lines keep their level, and Escape lets go", async () => {
    const { page } = await open(browser, server.address);
    await settled(page);
    await type(page, "");
    await page.locator("textarea").focus();
    await page.keyboard.type("resource a = AWS::SQS::Queue {\nDelaySeconds: 5");
    assert.equal(
      await page.locator("textarea").inputValue(),
      "resource a = AWS::SQS::Queue {\n  DelaySeconds: 5",
    );
    await page.keyboard.press("ControlOrMeta+a");
    await page.keyboard.press("Tab");
    assert.match(await page.locator("textarea").inputValue(), /^ {2}resource.*\n {4}Delay/);
    await page.keyboard.press("Shift+Tab");
    assert.match(await page.locator("textarea").inputValue(), /^resource.*\n {2}Delay/);
    await page.keyboard.press("Escape");
    await page.keyboard.press("Tab");
    assert.notEqual(await page.evaluate(() => document.activeElement.tagName), "TEXTAREA");
  });

  test("what was typed is there after a reload", async () => {
    const { page } = await open(browser, server.address);
    await settled(page);
    await type(page, "resource kept = AWS::SQS::Queue {}\n");
    await page.locator("#template", { hasText: '"Kept"' }).waitFor();
    await page.reload();
    await page.locator("#template", { hasText: '"Kept"' }).waitFor();
  });

  test("no file of the disk can be read", async () => {
    const { page } = await open(browser, server.address);
    await settled(page);
    for (const expression of [
      'file("secret.txt")',
      'file("./secret.txt")',
      'file("../../../../../../etc/hostname")',
      'file("/etc/hostname")',
      'join(",", files("*.txt"))',
      'fileBase64("secret.txt")',
    ]) {
      const source = `resource a = AWS::SNS::Topic { DisplayName: "<\${${expression}}>" }\n`;
      const [answer] = await Promise.all([
        page.waitForResponse((response) => response.request().postDataJSON()?.source === source),
        type(page, source),
      ]);
      const text = await answer.text();
      assert.doesNotMatch(text, /nobody is to read this/, expression);
      const { built, messages } = JSON.parse(text);
      // A pattern that finds nothing is no mistake: it gives no names.
      if (expression.includes("files(")) assert.match(built.data.template, /"DisplayName": "<>"/);
      else assert.ok(built === null && messages.some(({ severity }) => severity === "error"), expression);
    }
    await type(page, 'import { a } from "./other.infra"\nresource b = AWS::SQS::Queue { DelaySeconds: a }\n');
    await page.locator("#messages .error", { hasText: "other.infra" }).waitFor();
  });
});

/** Asks the server as no browser would; what it answers, and its status. */
function ask({ method = "GET", path = "/", headers = {}, body } = {}) {
  const { port } = new URL(server.address);
  return new Promise((resolve, reject) => {
    const sent = request({ host: "127.0.0.1", port, method, path, headers }, (response) => {
      let text = "";
      response.setEncoding("utf8");
      response.on("data", (part) => (text += part));
      response.on("end", () => resolve({ status: response.statusCode, text, headers: response.headers }));
    });
    sent.on("error", reject);
    sent.end(body);
  });
}

const json = { "content-type": "application/json" };
const program = JSON.stringify({ source: "resource a = AWS::SQS::Queue {}", target: null, example: null });
const compile = (headers, body = program) => ask({ method: "POST", path: "/compile", headers, body });

describe("the server of the playground", () => {
  test("listens on the loopback alone", () => {
    assert.match(server.address, /^http:\/\/127\.0\.0\.1:\d+\/$/);
  });

  test("answers its own page", async () => {
    const page = await ask();
    assert.equal(page.status, 200);
    assert.match(page.headers["content-security-policy"], /default-src 'none'/);
    assert.equal(page.headers["cache-control"], "no-store");
    const answer = await compile(json);
    assert.equal(answer.status, 200);
    assert.match(JSON.parse(answer.text).built.data.template, /AWS::SQS::Queue/);
  });

  test("refuses other names and other sites", async () => {
    for (const headers of [
      { host: "example.com" },
      { host: `example.com:${new URL(server.address).port}` },
      { host: "127.0.0.1:1" },
      { origin: "http://example.com" },
      { origin: "null" },
    ]) {
      assert.equal((await ask({ headers })).status, 403, JSON.stringify(headers));
      assert.equal((await compile({ ...json, ...headers })).status, 403, JSON.stringify(headers));
    }
    const own = await compile({ ...json, origin: server.address.slice(0, -1) });
    assert.equal(own.status, 200);
  });

  test("refuses what no page of its own sends", async () => {
    assert.equal((await compile({ "content-type": "text/plain" })).status, 415);
    assert.equal((await compile(json, "{")).status, 400);
    assert.equal((await compile(json, '{"source": 1}')).status, 400);
    assert.equal((await ask({ method: "DELETE" })).status, 405);
    assert.equal((await ask({ path: "/compile" })).status, 405);
    assert.equal((await ask({ path: "/../secret.txt" })).status, 404);
    assert.equal((await ask({ path: "/secret.txt" })).status, 404);
  });

  test("takes no more than a program", async () => {
    const large = JSON.stringify({ source: "x".repeat(2 ** 20), target: null, example: null });
    const answer = await compile(json, large).catch((error) => error);
    assert.ok(answer.status === 413 || answer.code === "ECONNRESET" || answer.code === "EPIPE", String(answer));
    assert.equal((await compile(json)).status, 200, "and goes on");
  });

  test("answers odd programs too", async () => {
    for (const source of ["", "\u0000", "é😀\r\n".repeat(50), "{".repeat(5000), "resource a = ", '"${'.repeat(300)]) {
      const body = JSON.stringify({ source, target: null, example: "shop" });
      const answer = await compile(json, body);
      assert.equal(answer.status, 200, JSON.stringify(source.slice(0, 20)));
      const { messages } = JSON.parse(answer.text);
      assert.equal(messages.length > 0, source !== "", JSON.stringify(source.slice(0, 20)));
      for (const { start, end, file } of messages) {
        assert.ok(file !== null || (0 <= start && start <= end && end <= source.length), "in the text");
      }
    }
  });
});

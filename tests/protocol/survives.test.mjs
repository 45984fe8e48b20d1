// What editors do, and file systems: the server goes on, and says the truth.

import assert from "node:assert/strict";
import { test } from "node:test";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  DidChangeWatchedFilesNotification,
  DocumentFormattingRequest,
  ShutdownRequest,
  ExitNotification,
} from "vscode-languageserver-protocol/node";
import { Editor, applied, folder } from "./client.mjs";

const WRONG = "resource q = AWS::SQS::Queue { QueueNam: 1 }\n";
const RIGHT = "resource q = AWS::SQS::Queue { QueueName: \"a\" }\n";
const OPTIONS = { tabSize: 2, insertSpaces: true };

const codes = (diagnostics) => diagnostics.map((one) => one.code);

test("the conversation begins and ends as the protocol says", async (t) => {
  const editor = await Editor.start(t, folder(t, {}));
  assert.equal(editor.initialized.serverInfo.name, "infra");
  await editor.request(ShutdownRequest.type);
  await assert.rejects(editor.at("textDocument/hover", "a.infra", { line: 0, character: 0 }), {
    code: -32600,
  });
  await editor.connection.sendNotification(ExitNotification.type);
  assert.deepEqual(await editor.ended, { code: 0, signal: null });
});

test("a request that nobody knows is refused", async (t) => {
  const editor = await Editor.start(t, folder(t, {}));
  await assert.rejects(editor.request("infra/nothing", {}), { code: -32601 });
  await assert.rejects(editor.request("textDocument/formatting", { wrong: true }), { code: -32602 });
});

test("edits that come too late are refused", async (t) => {
  const editor = await Editor.start(t, folder(t, {}));
  await editor.open("main.infra", WRONG, 5);
  assert.deepEqual(codes(await editor.findings("main.infra", 5)), ["schema::unknown-property"]);
  await editor.change("main.infra", 4, { text: RIGHT });
  await editor.change("main.infra", 5, { text: RIGHT });
  await editor.logged("refused version 4");
  await editor.logged("refused version 5");
  await editor.change("main.infra", 7, { text: RIGHT });
  assert.deepEqual(await editor.findings("main.infra", 7), []);
  await editor.change("closed.infra", 1, { text: RIGHT });
  await editor.logged("which is not open");
});

test("places are counted as the client counts, with emoji and the line ends of other systems", async (t) => {
  const text = "// 😀 ö\r\nlet a = \"😀😀\"\r\nlet b = a + 1\r\n";
  for (const [encoding, character] of [["utf-16", 8], ["utf-8", 8]]) {
    const capabilities = { general: { positionEncodings: [encoding] } };
    const editor = await Editor.start(t, folder(t, {}), { capabilities });
    assert.equal(editor.initialized.capabilities.positionEncoding, encoding);
    await editor.open("main.infra", text);
    const [found] = (await editor.findings("main.infra")).filter((one) => one.severity === 1);
    assert.equal(found.range.start.line, 2);
    assert.equal(found.range.start.character, character);
    // Behind two emoji: 4 units of UTF-16, 8 bytes.
    const behind = encoding === "utf-16" ? 13 : 17;
    const at = { line: 1, character: behind };
    await editor.change("main.infra", 2, { range: { start: at, end: at }, text: "${1}" });
    await editor.findings("main.infra", 2);
    const edits = await editor.request(DocumentFormattingRequest.type, {
      textDocument: editor.document("main.infra"),
      options: OPTIONS,
    });
    assert.deepEqual(edits, []);
  }
});

test("formatting keeps the line ends of other systems", async (t) => {
  const editor = await Editor.start(t, folder(t, {}));
  const text = "let a   = 1\r\noutput b=a\r\n";
  await editor.open("main.infra", text);
  const edits = await editor.request(DocumentFormattingRequest.type, {
    textDocument: editor.document("main.infra"),
    options: OPTIONS,
  });
  assert.equal(applied(text, edits), "let a = 1\r\noutput b = a\r\n");
});

test("a file that vanishes is missed, and found when it is back", async (t) => {
  const library = "fn name(x: string) = \"a-${x}\"\n";
  const main = "import { name } from \"./lib.infra\"\noutput a = name(\"b\")\nresource q = AWS::SQS::Queue {}\n";
  const path = folder(t, { "lib.infra": library, "main.infra": main });
  const editor = await Editor.start(t, path);
  await editor.open("main.infra", main);
  assert.deepEqual(await editor.findings("main.infra"), []);
  const changed = (type) =>
    editor.connection.sendNotification(DidChangeWatchedFilesNotification.type, {
      changes: [{ uri: editor.uri("lib.infra"), type }],
    });
  rmSync(join(path, "lib.infra"));
  await changed(3);
  const lost = await editor.until("main.infra", (found) => found.diagnostics.length > 0);
  assert.deepEqual(codes(lost), ["file::not-found"]);
  writeFileSync(join(path, "lib.infra"), library);
  await changed(1);
  await editor.until("main.infra", (found) => found.diagnostics.length === 0);
});

test("links that loop, folders without rights and files that are none do not stop it", async (t) => {
  const path = folder(t, { "main.infra": WRONG, "secret/hidden.infra": WRONG });
  symlinkSync(path, join(path, "loop"));
  symlinkSync(join(path, "self.infra"), join(path, "self.infra"));
  mkdirSync(join(path, "folder.infra"));
  chmodSync(join(path, "secret"), 0);
  const main = "import { a } from \"./self.infra\"\nimport { b } from \"./folder.infra\"\n" + WRONG;
  const editor = await Editor.start(t, path);
  await editor.open("main.infra", main);
  const found = codes(await editor.findings("main.infra"));
  assert.ok(found.includes("schema::unknown-property"), found);
  assert.ok(found.includes("file::directory"), found);
  // Else it could not be removed.
  chmodSync(join(path, "secret"), 0o755);
});

test("ten thousand open files are held, and the next key is answered", async (t) => {
  const editor = await Editor.start(t, folder(t, {}));
  for (let number = 0; number < 10_000; number += 1) {
    await editor.open(`many/file${number}.infra`, number % 100 === 0 ? WRONG : RIGHT);
  }
  await editor.open("main.infra", WRONG);
  assert.deepEqual(codes(await editor.findings("main.infra")), ["schema::unknown-property"]);
  await editor.findings("many/file9900.infra");
  await editor.change("main.infra", 2, { text: RIGHT });
  assert.deepEqual(await editor.findings("main.infra", 2), []);
});

test("requests that were taken back are answered so, and nothing else is lost", async (t) => {
  const { CancellationTokenSource } = await import("vscode-languageserver-protocol/node");
  const editor = await Editor.start(t, folder(t, {}));
  const long = Array.from({ length: 2_000 }, (_, n) => `resource q${n} = AWS::SQS::Queue {}\n`).join("");
  await editor.open("main.infra", long);
  const params = { textDocument: editor.document("main.infra"), options: OPTIONS };
  const asked = Array.from({ length: 20 }, () => {
    const source = new CancellationTokenSource();
    const answer = editor.connection.sendRequest(DocumentFormattingRequest.type, params, source.token);
    source.cancel();
    return answer.then(() => "answered", (error) => error.code);
  });
  const kept = editor.request(DocumentFormattingRequest.type, params);
  const ends = await Promise.all(asked);
  assert.ok(ends.every((end) => end === "answered" || end === -32800), String(ends));
  assert.ok(ends.includes(-32800), "none of them was taken back in time");
  assert.deepEqual(await kept, []);
});

test("it leaves when its client dies", async (t) => {
  const editor = await Editor.start(t, folder(t, {}));
  await editor.open("main.infra", WRONG);
  editor.connection.dispose();
  editor.server.stdin.destroy();
  editor.server.stdout.destroy();
  const { code, signal } = await editor.ended;
  assert.equal(signal, null);
  assert.equal(code, 1);
});

test("what looks like no template is left alone", async (t) => {
  const editor = await Editor.start(t, folder(t, {}));
  await editor.open("compose.yaml", "services:\n  web:\n    image: nginx\n");
  await editor.open("template.yaml", "Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueNam: x\n");
  const found = await editor.findings("template.yaml");
  assert.deepEqual(codes(found), ["schema::unknown-property"]);
  assert.equal(editor.published.has(editor.uri("compose.yaml")), false);
});

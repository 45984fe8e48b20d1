// How a file looks, and what can be done with it: tokens, hints, folding, lenses, actions, formatting, and the
// requests of our own.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CodeActionRequest,
  CodeActionResolveRequest,
  CodeLensRequest,
  CodeLensResolveRequest,
  DocumentOnTypeFormattingRequest,
  DocumentRangeFormattingRequest,
  FoldingRangeRequest,
  InlayHintRequest,
  SelectionRangeRequest,
  SemanticTokensDeltaRequest,
  SemanticTokensRangeRequest,
  SemanticTokensRequest,
} from "vscode-languageserver-protocol/node";
import { Editor, applied, find, folder } from "./client.mjs";

const TEXT = `/// Which copy.
param stage: "dev" | "prod" = "dev"
let name = "photos-\${stage}"

resource photos = AWS::S3::Bucket {
  BucketName: name
}

resource queue for team in ["a", "b"] = AWS::SQS::Queue {
  QueueName: team
}

test "two queues" {
  assert length(queue) == 2
}
`;
const OPTIONS = { tabSize: 2, insertSpaces: true };
const WHOLE = { start: { line: 0, character: 0 }, end: { line: 99, character: 0 } };

async function opened(t, text = TEXT, name = "main.infra") {
  const editor = await Editor.start(t, folder(t, {}));
  await editor.open(name, text);
  return { editor, textDocument: editor.document(name) };
}

test("tokens have meanings, whole, in part and as changes", async (t) => {
  const { editor, textDocument } = await opened(t);
  const { legend } = editor.initialized.capabilities.semanticTokensProvider;
  const all = await editor.request(SemanticTokensRequest.type, { textDocument });
  assert.equal(all.data.length % 5, 0);
  const types = new Set(all.data.filter((_, at) => at % 5 === 3).map((type) => legend.tokenTypes[type]));
  for (const one of ["keyword", "string", "variable"]) assert.ok(types.has(one), [...types].join());
  const part = await editor.request(SemanticTokensRangeRequest.type, {
    textDocument,
    range: { start: { line: 4, character: 0 }, end: { line: 6, character: 1 } },
  });
  assert.ok(part.data.length > 0 && part.data.length < all.data.length);
  await editor.change("main.infra", 2, { range: { start: { line: 2, character: 4 }, end: { line: 2, character: 8 } }, text: "title" });
  const delta = await editor.request(SemanticTokensDeltaRequest.type, { textDocument, previousResultId: all.resultId });
  const now = await editor.request(SemanticTokensRequest.type, { textDocument });
  const data = [...all.data];
  for (const edit of [...(delta.edits ?? [])].reverse()) data.splice(edit.start, edit.deleteCount, ...(edit.data ?? []));
  assert.deepEqual(delta.edits ? data : delta.data, now.data);
});

test("hints say what is not written", async (t) => {
  const { editor, textDocument } = await opened(t);
  const hints = await editor.request(InlayHintRequest.type, { textDocument, range: WHOLE });
  const shown = hints.map((one) => (typeof one.label === "string" ? one.label : one.label.map((part) => part.value).join("")));
  assert.ok(shown.some((one) => one.includes("string")), shown.join());
  assert.ok(shown.some((one) => one.includes("Photos")), shown.join());
});

test("what belongs together can be folded and selected", async (t) => {
  const { editor, textDocument } = await opened(t);
  const folds = await editor.request(FoldingRangeRequest.type, { textDocument });
  assert.ok(folds.some((one) => one.startLine === 4 && one.endLine >= 5), JSON.stringify(folds));
  const [selection] = await editor.request(SelectionRangeRequest.type, {
    textDocument,
    positions: [find(TEXT, "BucketName: name", 13)],
  });
  let depth = 0;
  for (let one = selection; one; one = one.parent) {
    depth += 1;
    if (one.parent) {
      const inside = (a, b) => a.line > b.line || (a.line === b.line && a.character >= b.character);
      assert.ok(inside(one.range.start, one.parent.range.start) && inside(one.parent.range.end, one.range.end));
    }
  }
  assert.ok(depth >= 4, `${depth} steps`);
});

test("lenses count resources and run tests", async (t) => {
  const { editor, textDocument } = await opened(t);
  const found = await editor.request(CodeLensRequest.type, { textDocument });
  const lenses = await Promise.all(
    found.map((one) => (one.command ? one : editor.request(CodeLensResolveRequest.type, one))),
  );
  const titles = lenses.map((one) => one.command.title);
  assert.ok(titles.some((one) => /3 resources/.test(one)), titles.join());
  const run = lenses.find((one) => one.command.command === "infra.runTest");
  assert.equal(run.command.arguments[1], "two queues");
});

test("a part is formatted, and what was just ended", async (t) => {
  const text = "let a   = 1\n\nresource q = AWS::SQS::Queue {\n      QueueName:   \"a\"\n}\n";
  const { editor, textDocument } = await opened(t, text);
  const range = { start: { line: 2, character: 0 }, end: { line: 4, character: 1 } };
  const edits = await editor.request(DocumentRangeFormattingRequest.type, { textDocument, range, options: OPTIONS });
  assert.equal(applied(text, edits), "let a   = 1\n\nresource q = AWS::SQS::Queue {\n  QueueName: \"a\"\n}\n");
  const typed = await editor.request(DocumentOnTypeFormattingRequest.type, {
    textDocument,
    position: { line: 4, character: 1 },
    ch: "}",
    options: OPTIONS,
  });
  assert.equal(applied(text, typed ?? []), "let a   = 1\n\nresource q = AWS::SQS::Queue {\n  QueueName: \"a\"\n}\n");
});

/// The actions at a place, those that are made when asked for made.
async function actions(editor, name, range, diagnostics = []) {
  const found = await editor.request(CodeActionRequest.type, {
    textDocument: editor.document(name),
    range,
    context: { diagnostics },
  });
  return Promise.all(
    (found ?? []).map((one) => (one.edit || one.command ? one : editor.request(CodeActionResolveRequest.type, one))),
  );
}

const edits = (edit, uri) =>
  edit.documentChanges?.flatMap((one) => (one.textDocument.uri === uri ? one.edits : [])) ?? edit.changes[uri] ?? [];

test("a finding's fix is offered, in programs and in templates", async (t) => {
  const text = "resource q = AWS::SQS::Queue { QueueNam: \"a\" }\n";
  const { editor } = await opened(t, text);
  const [found] = await editor.findings("main.infra");
  const all = await actions(editor, "main.infra", found.range, [found]);
  const fix = all.find((one) => one.kind === "quickfix" && one.edit);
  assert.equal(applied(text, edits(fix.edit, editor.uri("main.infra"))), text.replace("QueueNam", "QueueName"));

  const template = "Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueNam: x\n";
  await editor.open("template.yaml", template);
  const [wrong] = await editor.findings("template.yaml");
  const there = await actions(editor, "template.yaml", wrong.range, [wrong]);
  const mend = there.find((one) => one.kind === "quickfix" && one.edit);
  assert.equal(applied(template, edits(mend.edit, editor.uri("template.yaml"))), template.replace("QueueNam", "QueueName"));
});

test("what is selected becomes a name of its own, and a name what it stands for", async (t) => {
  const { editor } = await opened(t);
  const start = find(TEXT, "\"photos-${stage}\"");
  const end = find(TEXT, "\"photos-${stage}\"", "\"photos-${stage}\"".length);
  const all = await actions(editor, "main.infra", { start, end });
  const titles = all.map((one) => one.title).join();
  assert.ok(all.some((one) => one.kind?.startsWith("refactor.extract") && one.edit), titles);
  const at = find(TEXT, "let name", 5);
  const inline = await actions(editor, "main.infra", { start: at, end: at });
  const one = inline.find((one) => one.kind?.startsWith("refactor.inline"));
  const after = applied(TEXT, edits(one.edit, editor.uri("main.infra")));
  assert.match(after, /BucketName: "photos-\$\{stage\}"/);
  assert.doesNotMatch(after, /let name/);
});

test("a template in the middle of a program becomes a program", async (t) => {
  const text = "Resources:\n  Photos:\n    Type: AWS::S3::Bucket\n";
  const { editor } = await opened(t, text);
  const all = await actions(editor, "main.infra", { start: { line: 0, character: 0 }, end: { line: 3, character: 0 } });
  const converted = all
    .filter((one) => one.edit)
    .map((one) => applied(text, edits(one.edit, editor.uri("main.infra"))));
  assert.ok(converted.some((one) => one.includes("resource photos = AWS::S3::Bucket {}")), JSON.stringify(all));
});

test("the template, and what made each part of it", async (t) => {
  const { editor, textDocument } = await opened(t);
  const position = find(TEXT, "BucketName: name", 2);
  const answer = await editor.request("infra/template", { textDocument, position });
  assert.equal(answer.target, "cloudformation");
  const template = JSON.parse(answer.text);
  assert.equal(template.Resources.Photos.Type, "AWS::S3::Bucket");
  const lines = answer.text.split("\n");
  assert.ok(answer.marks.length > 0);
  assert.ok(answer.marks.some((mark) => lines[mark.start.line].includes("BucketName")), JSON.stringify(answer.marks));
  const line = lines.findIndex((one) => one.includes("\"BucketName\""));
  const back = await editor.request("infra/source", {
    textDocument,
    position: { line, character: lines[line].indexOf("BucketName") + 1 },
  });
  assert.ok(back.some((one) => one.range.start.line === 5), JSON.stringify(back));
});

test("the graph, an expansion, an import and a test, as the extension asks for them", async (t) => {
  const text = `${TEXT}
component Pair(called: string) {
  resource main = AWS::SQS::Queue { QueueName: called }
}
resource pair = Pair { called: "x" }
`;
  const { editor, textDocument } = await opened(t, text);
  for (const format of ["json", "svg", "html", "dot", "mermaid"]) {
    const graph = await editor.request("infra/graph", { textDocument, format });
    assert.equal(graph.format, format);
    assert.match(graph.text, /[Pp]hotos/, format);
  }
  const expansion = await editor.request("infra/expansion", { textDocument, position: find(text, "resource pair", 10) });
  assert.match(expansion.text, /AWS::SQS::Queue/);
  assert.match(expansion.text, /PairMain|pairMain/);
  const imported = await editor.request("infra/import", { text: "Resources:\n  A:\n    Type: AWS::S3::Bucket\n" });
  assert.equal(imported.equal, true);
  assert.match(imported.text, /resource a = AWS::S3::Bucket/);
  const run = await editor.request("infra/runTest", { textDocument, name: "two queues" });
  assert.equal(run.passed, true, run.output);
});

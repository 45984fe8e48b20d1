// Where things are: definitions, references, renaming, symbols, calls, links.

import assert from "node:assert/strict";
import { test } from "node:test";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import {
  CallHierarchyIncomingCallsRequest,
  CallHierarchyOutgoingCallsRequest,
  CallHierarchyPrepareRequest,
  DefinitionRequest,
  DocumentHighlightRequest,
  DocumentLinkRequest,
  DocumentSymbolRequest,
  PrepareRenameRequest,
  ReferencesRequest,
  RenameRequest,
  TypeDefinitionRequest,
  WorkspaceSymbolRequest,
} from "vscode-languageserver-protocol/node";
import { Editor, applied, find, folder } from "./client.mjs";

const LIB = `/// A name.
fn title(team: string) -> string = "photos-\${team}"

component Queue(name: string) {
  resource main = AWS::SQS::Queue { QueueName: title(name) }
  output arn = main.Arn
}
`;
const MAIN = `import { Queue, title as named } from "./lib.infra"
import { Table } from "std/serverless"

resource orders = Queue { name: "orders" }
resource photos = Table { key: "id" }
output arn = orders.arn
output shown = named("a")
`;
const OTHER = `import { title } from "./lib.infra"
output other = title("b")
resource q = AWS::SQS::Queue {}
`;

async function project(t, options) {
  const path = folder(t, { "lib.infra": LIB, "main.infra": MAIN, "other.infra": OTHER });
  const editor = await Editor.start(t, path, {
    ...options,
    environment: { XDG_CACHE_HOME: folder(t, {}) },
  });
  await editor.open("main.infra", MAIN);
  await editor.open("lib.infra", LIB);
  return editor;
}

const ends = (locations) =>
  [locations].flat().map((one) => {
    const uri = one.targetUri ?? one.uri;
    const range = one.targetSelectionRange ?? one.range;
    return `${uri.split("/").at(-1)}:${range.start.line + 1}`;
  });

test("a definition is found, in this file and in others", async (t) => {
  const editor = await project(t);
  const at = (part, within) => editor.at(DefinitionRequest.type, "main.infra", find(MAIN, part, within));
  assert.deepEqual(ends(await at("orders.arn", 1)), ["main.infra:4"]);
  assert.deepEqual(ends(await at("orders.arn", 8)), ["lib.infra:6"]);
  assert.deepEqual(ends(await at("named(\"a\")", 1)), ["lib.infra:2"]);
  assert.deepEqual(ends(await at("./lib.infra", 4)), ["lib.infra:1"]);
  assert.deepEqual(ends(await at("{ name: \"orders\"", 3)), ["lib.infra:4"]);
});

test("the library can be opened where a definition leads into it", async (t) => {
  const editor = await project(t);
  const found = [await editor.at(DefinitionRequest.type, "main.infra", find(MAIN, "Table {", 1))].flat();
  assert.equal(found.length, 1);
  const text = readFileSync(fileURLToPath(found[0].targetUri ?? found[0].uri), "utf8");
  const range = found[0].targetSelectionRange ?? found[0].range;
  assert.match(text.split("\n")[range.start.line], /component Table/);
});

test("the type of a value leads to its component", async (t) => {
  const editor = await project(t);
  const found = await editor.at(TypeDefinitionRequest.type, "main.infra", find(MAIN, "orders.arn", 1));
  assert.deepEqual(ends(found), ["lib.infra:4"]);
});

test("references are found in all files of the folder, open or not", async (t) => {
  const editor = await project(t);
  const found = await editor.at(ReferencesRequest.type, "lib.infra", find(LIB, "title(team", 1), {
    context: { includeDeclaration: true },
  });
  // In the import, both names: the one that it has there, and the one that it gets.
  assert.deepEqual(ends(found).sort(), [
    "lib.infra:2",
    "lib.infra:5",
    "main.infra:1",
    "main.infra:1",
    "main.infra:7",
    "other.infra:1",
    "other.infra:2",
  ]);
});

test("what has the name under the cursor is marked, where it is written and where it is read", async (t) => {
  const editor = await project(t);
  const found = await editor.at(DocumentHighlightRequest.type, "main.infra", find(MAIN, "orders.arn", 1));
  assert.deepEqual(found.map((one) => one.range.start.line).sort(), [3, 5]);
  assert.equal(new Set(found.map((one) => one.kind)).size, 2);
});

/// The files after an edit of the workspace.
function after(edit, files, uriOf) {
  const changed = { ...files };
  const all = edit.documentChanges ?? Object.entries(edit.changes).map(([uri, edits]) => ({ textDocument: { uri }, edits }));
  for (const { textDocument, edits } of all) {
    const name = Object.keys(files).find((one) => uriOf(one) === textDocument.uri);
    changed[name] = applied(changed[name], edits);
  }
  return changed;
}

test("renaming a function changes all who read it, and their own names for it stay", async (t) => {
  const editor = await project(t);
  const position = find(LIB, "title(team", 1);
  const prepared = await editor.at(PrepareRenameRequest.type, "lib.infra", position);
  assert.equal((prepared.range ?? prepared).start.line, 1);
  const edit = await editor.at(RenameRequest.type, "lib.infra", position, { newName: "heading" });
  const files = after(edit, { "lib.infra": LIB, "main.infra": MAIN, "other.infra": OTHER }, (n) => editor.uri(n));
  assert.equal(files["lib.infra"], LIB.replaceAll("title(", "heading("));
  assert.equal(files["main.infra"], MAIN.replace("title as named", "heading as named"));
  assert.equal(files["other.infra"], OTHER.replaceAll("title", "heading"));
});

test("renaming a resource offers to keep its id", async (t) => {
  const editor = await project(t);
  const edit = await editor.at(RenameRequest.type, "main.infra", find(MAIN, "photos =", 1), { newName: "pictures" });
  const annotations = Object.values(edit.changeAnnotations ?? {});
  assert.ok(annotations.length > 0, JSON.stringify(edit));
  const files = after(edit, { "main.infra": MAIN }, (n) => editor.uri(n));
  assert.match(files["main.infra"], /@id\("Photos"\)\s*\nresource pictures = Table/);
});

test("what cannot be renamed says so", async (t) => {
  const editor = await project(t);
  await assert.rejects(
    editor.at(RenameRequest.type, "main.infra", find(MAIN, "orders =", 1), { newName: "photos" }),
    /photos/,
  );
  await assert.rejects(
    editor.at(RenameRequest.type, "main.infra", find(MAIN, "orders =", 1), { newName: "1 a" }),
  );
  const nothing = editor.at(PrepareRenameRequest.type, "main.infra", find(MAIN, "Table {", 1));
  assert.equal(await nothing.catch(() => null), null);
});

test("a file has an outline, and so has a template", async (t) => {
  const editor = await project(t);
  const ask = (name) => editor.request(DocumentSymbolRequest.type, { textDocument: editor.document(name) });
  const outline = await ask("lib.infra");
  assert.deepEqual(outline.map((one) => one.name), ["title", "Queue"]);
  assert.ok(outline[1].children.some((one) => one.name === "main"));
  await editor.open("template.yaml", "Resources:\n  Photos:\n    Type: AWS::S3::Bucket\n");
  const template = await ask("template.yaml");
  assert.match(JSON.stringify(template), /"name":"Photos"/);
});

test("symbols of all files are found by a few letters", async (t) => {
  const editor = await project(t);
  const found = await editor.request(WorkspaceSymbolRequest.type, { query: "ordrs" });
  assert.ok(found.some((one) => one.name === "orders"), JSON.stringify(found));
});

test("calls lead to those who call, and to those who are called", async (t) => {
  const editor = await project(t);
  const [item] = await editor.at(CallHierarchyPrepareRequest.type, "lib.infra", find(LIB, "title(team", 1));
  assert.equal(item.name, "title");
  const incoming = await editor.request(CallHierarchyIncomingCallsRequest.type, { item });
  assert.ok(incoming.some((one) => one.from.uri.endsWith("other.infra")), JSON.stringify(incoming));
  const [queue] = await editor.at(CallHierarchyPrepareRequest.type, "lib.infra", find(LIB, "Queue(name", 1));
  const outgoing = await editor.request(CallHierarchyOutgoingCallsRequest.type, { item: queue });
  assert.ok(outgoing.some((one) => one.to.name === "title"), JSON.stringify(outgoing));
});

test("imports are links", async (t) => {
  const editor = await project(t);
  const links = await editor.request(DocumentLinkRequest.type, { textDocument: editor.document("main.infra") });
  assert.ok(links.some((one) => one.target?.endsWith("/lib.infra")), JSON.stringify(links));
});

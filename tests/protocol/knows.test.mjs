// What the server knows of a place: completion, hover, signatures.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CompletionRequest,
  CompletionResolveRequest,
  HoverRequest,
  InsertTextFormat,
  SignatureHelpRequest,
} from "vscode-languageserver-protocol/node";
import { Editor, applied, cursor, find, folder } from "./client.mjs";

/// What is offered at the `$0` of a text.
async function complete(t, marked, files = {}) {
  const { text, position } = cursor(marked);
  const editor = await Editor.start(t, folder(t, files));
  await editor.open("main.infra", text);
  const answer = await editor.at(CompletionRequest.type, "main.infra", position);
  const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
  return { editor, text, items, labels: items.map((one) => one.label) };
}

/// The text after an item was taken.
function taken(text, item) {
  const edit = item.textEdit;
  assert.ok(edit, `${item.label} has no edit`);
  const range = edit.range ?? edit.insert;
  return applied(text, [{ range, newText: edit.newText }, ...(item.additionalTextEdits ?? [])]);
}

const byRank = (items) => [...items].sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));

test("a resource type is found by a few of its letters, with what it must have", async (t) => {
  const { text, items } = await complete(t, "resource a = s3buc$0\n");
  const [first] = byRank(items);
  assert.equal(first.label, "AWS::S3::Bucket");
  assert.match(taken(text, first), /^resource a = AWS::S3::Bucket \{/);
  const { items: roles } = await complete(t, "resource a = iamrole$0\n");
  const role = roles.find((one) => one.label === "AWS::IAM::Role");
  assert.equal(role.insertTextFormat, InsertTextFormat.Snippet);
  assert.match(role.textEdit.newText, /AssumeRolePolicyDocument/);
});

test("properties are offered, those first that must be there, and no one twice", async (t) => {
  const { labels, items } = await complete(
    t,
    "resource r = AWS::IAM::Role {\n  RoleName: \"a\"\n  $0\n}\n",
  );
  assert.ok(labels.includes("AssumeRolePolicyDocument") && labels.includes("Tags"), labels.join());
  assert.ok(!labels.includes("RoleName"), "it is there already");
  const ranked = byRank(items).map((one) => one.label);
  assert.ok(ranked.indexOf("AssumeRolePolicyDocument") < ranked.indexOf("Tags"));
});

test("values of an enumeration are offered, within quotes and without", async (t) => {
  const head = "resource b = AWS::S3::Bucket {\n  VersioningConfiguration: { Status: ";
  const { text, items } = await complete(t, `${head}$0 }\n}\n`);
  const enabled = items.find((one) => one.label.includes("Enabled"));
  assert.match(taken(text, enabled), /Status: "Enabled" \}/);
  const quoted = await complete(t, `${head}"En$0" }\n}\n`);
  const again = quoted.items.find((one) => one.label.includes("Enabled"));
  assert.match(taken(quoted.text, again), /Status: "Enabled" \}/);
});

test("attributes follow a dot, even where nothing more is written", async (t) => {
  const { labels } = await complete(t, "resource q = AWS::SQS::Queue {}\noutput a = q.$0\noutput b = 1\n");
  for (const one of ["Arn", "QueueUrl", "QueueName", "ref"]) assert.ok(labels.includes(one), `${one}: ${labels}`);
});

test("names in scope are offered, and what the library has with its import", async (t) => {
  const { labels } = await complete(
    t,
    "let prefix = \"a\"\nfn f(team: string) = \"${prefix}-${te$0}\"\n",
  );
  assert.ok(labels.includes("team") && labels.includes("prefix"), labels.join());
  const library = await complete(t, "resource t = Tab$0\n");
  const table = library.items.find((one) => one.label === "Table" && one.additionalTextEdits?.length);
  assert.ok(table, library.labels.slice(0, 20).join());
  assert.match(taken(library.text, table), /^import \{ Table \} from "std\/serverless"\n/);
});

test("keys inside `with`, actions, attributes and values of params are offered", async (t) => {
  const component =
    "component Pair(name: string) {\n  resource main = AWS::SQS::Queue { QueueName: name }\n  output arn = main.Arn\n}\n";
  const inner = await complete(t, `${component}resource p = Pair { name: "a" } with { $0 }\n`);
  assert.ok(inner.labels.includes("main"), inner.labels.join());
  const inputs = await complete(t, `${component}resource p = Pair { $0 }\n`);
  assert.ok(inputs.labels.includes("name"), inputs.labels.join());
  const deeper = await complete(t, `${component}resource p = Pair { name: "a" } with { main: { Visib$0 } }\n`);
  assert.ok(deeper.labels.includes("VisibilityTimeout"), deeper.labels.join());
  const actions = await complete(
    t,
    "resource p = AWS::IAM::ManagedPolicy {\n  PolicyDocument: { Version: \"2012-10-17\", Statement: [{ Effect: \"Allow\", Action: [\"s3:GetOb$0\"], Resource: \"*\" }] }\n}\n",
  );
  assert.ok(actions.labels.includes("s3:GetObject"), actions.labels.slice(0, 20).join());
  const attributes = await complete(t, "@$0\nresource q = AWS::SQS::Queue {}\n");
  assert.ok(attributes.labels.some((one) => one.includes("dependsOn")), attributes.labels.join());
  const values = await complete(
    t,
    "param stage: \"dev\" | \"prod\" = \"dev\"\nresource q = AWS::SQS::Queue {}\ntest \"a\" with { stage: $0 } {\n  assert 1 == 1\n}\n",
  );
  assert.ok(values.labels.some((one) => one.includes("prod")), values.labels.join());
});

test("an item can be asked for more", async (t) => {
  const { editor, items } = await complete(t, "resource a = AWS::SQS::Que$0\n");
  assert.ok(editor.initialized.capabilities.completionProvider);
  const queue = items.find((one) => one.label === "AWS::SQS::Queue");
  if (editor.initialized.capabilities.completionProvider.resolveProvider) {
    const more = await editor.request(CompletionResolveRequest.type, queue);
    assert.equal(more.label, queue.label);
  }
});

/// What is said of a part of a text.
async function hover(t, text, part, within = 0, name = "main.infra") {
  const editor = await Editor.start(t, folder(t, {}));
  await editor.open(name, text);
  const answer = await editor.at(HoverRequest.type, name, find(text, part, within));
  return answer && (answer.contents.value ?? String(answer.contents));
}

test("a property is explained: its type, its bounds, what a change of it does", async (t) => {
  const text = "resource q = AWS::SQS::Queue {\n  VisibilityTimeout: 30\n  QueueName: \"a\"\n}\n";
  const timeout = await hover(t, text, "VisibilityTimeout", 3);
  assert.match(timeout, /int|number/);
  assert.match(timeout, /docs\.aws\.amazon\.com/);
  assert.match(await hover(t, text, "QueueName", 3), /replace/i);
});

test("a name says when its value is known, and why", async (t) => {
  const text = "/// Which copy.\nparam stage: \"dev\" | \"prod\" = \"dev\"\nlet name = \"a-${stage}\"\nlet fixed = 2\noutput n = name\noutput f = fixed\n";
  assert.match(await hover(t, text, "output n = name", 12), /deploy/);
  assert.match(await hover(t, text, "output n = name", 12), /stage/);
  assert.match(await hover(t, text, "output f = fixed", 12), /Known now/);
  const param = await hover(t, text, "${stage}", 3);
  assert.match(param, /Which copy\./);
  assert.match(param, /"dev" \| "prod"/);
});

test("a template's properties are explained too", async (t) => {
  const text = "Resources:\n  A:\n    Type: AWS::SQS::Queue\n    Properties:\n      QueueName: x\n";
  assert.match(await hover(t, text, "QueueName", 3, "template.yaml"), /replace/i);
});

test("nothing is said of nothing", async (t) => {
  assert.equal(await hover(t, "// a comment\nlet a = 1\n", "comment", 2), null);
});

test("the parameters of a call are shown, the present one marked", async (t) => {
  const marked = "fn tags(team: string, copies: int = 1) = \"${team}${copies}\"\nlet a = tags(\"x\", $0)\n";
  const { text, position } = cursor(marked);
  const editor = await Editor.start(t, folder(t, {}));
  await editor.open("main.infra", text);
  const help = await editor.at(SignatureHelpRequest.type, "main.infra", position);
  const [signature] = help.signatures;
  assert.match(signature.label, /tags\(team: string, copies: int/);
  assert.equal(signature.activeParameter ?? help.activeParameter, 1);
});

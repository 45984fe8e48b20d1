// An editor, as far as the tests need one: the client library of vscode-languageserver over the pipes of the
// real server. In: a folder of files. Out: the connection, and what was published. Never: a second reading of
// the protocol.

import { spawn } from "node:child_process";
import { mkdtempSync, mkdirSync, writeFileSync, rmSync, realpathSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import {
  createProtocolConnection,
  StreamMessageReader,
  StreamMessageWriter,
  InitializeRequest,
  InitializedNotification,
  ShutdownRequest,
  ExitNotification,
  DidOpenTextDocumentNotification,
  DidChangeTextDocumentNotification,
  DidCloseTextDocumentNotification,
  PublishDiagnosticsNotification,
  LogMessageNotification,
} from "vscode-languageserver-protocol/node";

const ROOT = new URL("../..", import.meta.url).pathname;

/// The server that is tested: `INFRA`, else the one that `cargo build` makes.
export const INFRA = process.env.INFRA ?? join(ROOT, "target/debug/infra");

/// All that a modern editor can do.
export const CAPABILITIES = {
  general: { positionEncodings: ["utf-16"] },
  workspace: {
    workspaceFolders: true,
    applyEdit: true,
    workspaceEdit: {
      documentChanges: true,
      changeAnnotationSupport: { groupsOnLabel: true },
      resourceOperations: ["create", "rename", "delete"],
    },
    symbol: {},
    semanticTokens: { refreshSupport: true },
    codeLens: { refreshSupport: true },
    inlayHint: { refreshSupport: true },
  },
  textDocument: {
    synchronization: { didSave: true },
    publishDiagnostics: { relatedInformation: true, versionSupport: true, tagSupport: { valueSet: [1, 2] } },
    completion: {
      completionItem: {
        snippetSupport: true,
        documentationFormat: ["markdown", "plaintext"],
        resolveSupport: { properties: ["documentation", "detail", "additionalTextEdits"] },
        labelDetailsSupport: true,
        insertReplaceSupport: true,
      },
      contextSupport: true,
    },
    hover: { contentFormat: ["markdown", "plaintext"] },
    signatureHelp: {
      signatureInformation: {
        documentationFormat: ["markdown"],
        parameterInformation: { labelOffsetSupport: true },
        activeParameterSupport: true,
      },
    },
    definition: { linkSupport: true },
    typeDefinition: { linkSupport: true },
    implementation: { linkSupport: true },
    declaration: { linkSupport: true },
    documentSymbol: { hierarchicalDocumentSymbolSupport: true },
    codeAction: {
      codeActionLiteralSupport: { codeActionKind: { valueSet: ["", "quickfix", "refactor", "source"] } },
      isPreferredSupport: true,
      dataSupport: true,
      resolveSupport: { properties: ["edit"] },
    },
    rename: { prepareSupport: true, honorsChangeAnnotations: true },
    foldingRange: {},
    selectionRange: {},
    callHierarchy: {},
    typeHierarchy: {},
    documentLink: {},
    codeLens: {},
    inlayHint: { resolveSupport: { properties: ["tooltip"] } },
    semanticTokens: {
      requests: { full: { delta: true }, range: true },
      tokenTypes: [],
      tokenModifiers: [],
      formats: ["relative"],
    },
    rangeFormatting: {},
    formatting: {},
    onTypeFormatting: {},
  },
};

/// A folder of its own with these files, removed at the end of the test.
export function folder(t, files) {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "infra-protocol-")));
  t.after(() => rmSync(path, { recursive: true, force: true }));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), text);
  }
  return path;
}

/// The place of `$0` in a text, and the text without it.
export function cursor(text) {
  const at = text.indexOf("$0");
  if (at < 0) throw new Error("the text has no $0");
  return { text: text.replace("$0", ""), position: positionAt(text, at) };
}

/// The position of an offset in UTF-16, which is what the strings of this language are.
export function positionAt(text, offset) {
  const before = text.slice(0, offset).split("\n");
  return { line: before.length - 1, character: before.at(-1).length };
}

/// The position of a part of a text; `within` counts from its beginning.
export function find(text, part, within = 0) {
  const at = text.indexOf(part);
  if (at < 0) throw new Error(`\`${part}\` is not in the text`);
  return positionAt(text, at + within);
}

/// A text with edits applied, the last ones first.
export function applied(text, edits) {
  const lines = text.split("\n");
  const offset = ({ line, character }) =>
    lines.slice(0, line).reduce((sum, one) => sum + one.length + 1, 0) +
    Math.min(character, lines[line]?.length ?? 0);
  const sorted = [...edits].sort((a, b) => offset(b.range.start) - offset(a.range.start));
  return sorted.reduce(
    (all, edit) => all.slice(0, offset(edit.range.start)) + edit.newText + all.slice(offset(edit.range.end)),
    text,
  );
}

export class Editor {
  constructor(path, server, connection) {
    this.path = path;
    this.server = server;
    this.connection = connection;
    this.published = new Map();
    this.log = [];
    this.waiting = [];
    this.ended = new Promise((resolve) => server.on("exit", (code, signal) => resolve({ code, signal })));
    connection.onNotification(PublishDiagnosticsNotification.type, (params) => {
      this.published.set(params.uri, params);
      this.wake();
    });
    connection.onNotification(LogMessageNotification.type, (params) => {
      this.log.push(params.message);
      this.wake();
    });
  }

  /// Starts the server in a folder, and ends it with the test.
  static async start(t, path, { capabilities = CAPABILITIES, options, environment } = {}) {
    const server = spawn(INFRA, ["lsp"], {
      stdio: ["pipe", "pipe", "inherit"],
      cwd: tmpdir(),
      env: { ...process.env, ...environment },
    });
    const connection = createProtocolConnection(
      new StreamMessageReader(server.stdout),
      new StreamMessageWriter(server.stdin),
    );
    const editor = new Editor(path, server, connection);
    connection.listen();
    t.after(() => editor.stop());
    editor.initialized = await connection.sendRequest(InitializeRequest.type, {
      processId: process.pid,
      rootUri: null,
      capabilities,
      initializationOptions: options,
      workspaceFolders: path ? [{ uri: pathToFileURL(path).href, name: "test" }] : null,
    });
    await connection.sendNotification(InitializedNotification.type, {});
    return editor;
  }

  uri(name) {
    return pathToFileURL(join(this.path, name)).href;
  }

  document(name) {
    return { uri: this.uri(name) };
  }

  async open(name, text, version = 1) {
    const languageId = name.endsWith(".infra") ? "infra" : "yaml";
    await this.connection.sendNotification(DidOpenTextDocumentNotification.type, {
      textDocument: { uri: this.uri(name), languageId, version, text },
    });
  }

  async change(name, version, ...contentChanges) {
    await this.connection.sendNotification(DidChangeTextDocumentNotification.type, {
      textDocument: { uri: this.uri(name), version },
      contentChanges,
    });
  }

  async close(name) {
    await this.connection.sendNotification(DidCloseTextDocumentNotification.type, {
      textDocument: this.document(name),
    });
  }

  request(type, params) {
    return this.connection.sendRequest(type, params);
  }

  /// Asks about a place in a file.
  at(type, name, position, more = {}) {
    return this.request(type, { textDocument: this.document(name), position, ...more });
  }

  /// What was published of a file, as soon as it is so.
  async until(name, holds) {
    const uri = this.uri(name);
    await this.when(`what is published of ${name}`, () => {
      const found = this.published.get(uri);
      return found !== undefined && holds(found);
    });
    return this.published.get(uri).diagnostics;
  }

  /// The findings of a version of a file.
  findings(name, version = 1) {
    return this.until(name, (found) => found.version === version);
  }

  logged(part) {
    return this.when(`the log to say ${part}`, () => this.log.some((line) => line.includes(part)));
  }

  when(what, holds) {
    if (holds()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      // A server that has left says nothing any more.
      this.ended.then(() => reject(new Error(`the server has left, while waiting for ${what}`)));
      this.waiting.push({ holds, resolve });
    });
  }

  wake() {
    this.waiting = this.waiting.filter(({ holds, resolve }) => {
      if (!holds()) return true;
      resolve();
      return false;
    });
  }

  async stop() {
    if (this.server.exitCode !== null || this.server.signalCode !== null) return;
    try {
      await this.connection.sendRequest(ShutdownRequest.type);
      await this.connection.sendNotification(ExitNotification.type);
    } catch {
      this.server.kill();
    }
    await this.ended;
    this.connection.dispose();
  }
}

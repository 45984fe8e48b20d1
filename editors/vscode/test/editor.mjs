// As much of the editor as the extension's own code and the client library need to be loaded and started: it
// remembers what is registered and what is said. Whatever else is asked of it answers with nothing.

import { readFileSync } from 'node:fs';
import Module, { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';
import { extension, manifest } from './paths.mjs';

/** A value that can be called, constructed, extended and asked for anything. */
function anything() {
  const target = class {
    dispose() {}
  };
  return new Proxy(target, {
    get: (object, key) => {
      if (key === 'prototype' || key in object) return object[key];
      if (key === Symbol.toPrimitive) return () => 0;
      if (key === 'then' || typeof key === 'symbol') return undefined;
      return (object[key] = anything());
    },
    apply: () => ({ dispose() {} }),
  });
}

class Uri {
  constructor(text) {
    const url = new URL(text);
    Object.assign(this, { text, scheme: url.protocol.slice(0, -1), path: decodeURIComponent(url.pathname), query: url.search.slice(1) });
    this.fsPath = this.path;
  }
  toString() {
    return this.text;
  }
  static parse = (text) => new Uri(text);
  static file = (path) => new Uri(pathToFileURL(path).href);
}

export function fakeEditor(settings) {
  const registered = new Map();
  const said = [];
  const say = (kind) => async (text, ...choices) => void said.push({ kind, text, choices });
  const event = () => () => ({ dispose() {} });
  const known = (values) =>
    new Proxy(values, {
      get: (object, key) => {
        if (key in object || typeof key === 'symbol' || key === 'then') return object[key];
        return (object[key] = /^on[DW]/.test(key) ? event() : anything());
      },
    });

  const output = known({ lines: [], show() {}, dispose() {} });
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'append', 'appendLine']) {
    output[level] = (text) => output.lines.push(text);
  }

  const vscode = known({
    Uri,
    version: '1.97.0',
    EventEmitter: class {
      listeners = [];
      event = (listener) => (this.listeners.push(listener), { dispose() {} });
      fire = (value) => this.listeners.forEach((listener) => listener(value));
      dispose() {}
    },
    Disposable: class {
      constructor(dispose) {
        this.dispose = dispose ?? (() => {});
      }
      static from = () => ({ dispose() {} });
    },
    CancellationTokenSource: class {
      token = { isCancellationRequested: false, onCancellationRequested: event() };
      cancel() {}
      dispose() {}
    },
    commands: known({
      registerCommand: (name, work) => {
        if (registered.has(name)) throw new Error(`\`${name}\` is registered twice`);
        registered.set(name, work);
        return { dispose: () => registered.delete(name) };
      },
      executeCommand: async () => undefined,
    }),
    window: known({
      createOutputChannel: () => output,
      visibleTextEditors: [],
      activeTextEditor: undefined,
      showErrorMessage: say('error'),
      showWarningMessage: say('warning'),
      showInformationMessage: say('information'),
      withProgress: (_options, work) => work({ report() {} }, { onCancellationRequested: event() }),
      tabGroups: { all: [], onDidChangeTabs: event(), onDidChangeTabGroups: event() },
    }),
    workspace: known({
      workspaceFolders: undefined,
      textDocuments: [],
      notebookDocuments: [],
      isTrusted: true,
      getConfiguration: (section) => ({
        get: (key, otherwise) => settings[`${section}.${key}`] ?? otherwise,
        inspect: () => undefined,
        has: () => false,
      }),
      createFileSystemWatcher: () => known({ dispose() {} }),
    }),
    languages: known({
      createDiagnosticCollection: () => known({ dispose() {}, set() {}, clear() {} }),
      match: () => 0,
    }),
    env: known({ appName: 'editor', language: 'en', clipboard: { readText: async () => '' } }),
    l10n: { t: (text) => text },
  });

  // The bundle copies what is there when it is loaded: whatever it names must be.
  const path = join(extension, manifest.main);
  for (const [, name] of readFileSync(path, 'utf8').matchAll(/\bvscode\d*\.(\w+)/g)) void vscode[name];

  const load = Module._load;
  Module._load = (request, ...rest) => (request === 'vscode' ? vscode : load(request, ...rest));
  delete createRequire(import.meta.url).cache[path];
  const loaded = createRequire(import.meta.url)(path);
  Module._load = load;
  return { vscode, registered, said, output, loaded, context: { subscriptions: [], extensionUri: Uri.file(extension) } };
}

// The language server: starts it, asks it, and says what to do where it cannot be started.

import { homedir } from 'node:os';
import * as vscode from 'vscode';
import {
  type DocumentSelector,
  type DynamicFeature,
  ErrorCodes,
  LanguageClient,
  ResponseError,
  RevealOutputChannelOn,
  type StaticFeature,
} from 'vscode-languageclient/node';
import { probe, resolvePath } from './binary';
import type { Answer, Method, Parameters } from './requests';
import type { Status } from './status';

export interface Server {
  start(): Promise<void>;
  restart(): Promise<void>;
  stop(): Promise<void>;
  /** Asks the server. What went wrong is an `Error` with a sentence for people. */
  request<M extends Method>(method: M, parameters: Parameters<M>): Promise<Answer<M>>;
  /** The client while the server runs: converts between the protocol's and the editor's values. */
  client(): LanguageClient | undefined;
  readonly onDidStart: vscode.Event<void>;
}

const PROGRAMS: DocumentSelector = [
  { scheme: 'file', language: 'infra' },
  { scheme: 'untitled', language: 'infra' },
];
const TEMPLATES: DocumentSelector = ['yaml', 'json', 'jsonc', 'cloudformation', 'yaml-cloudformation'].map(
  (language) => ({ scheme: 'file', language }),
);

// What holds for templates too. All else is for programs alone, so that the extension does not offer to format
// every YAML file.
const FOR_TEMPLATES = new Set([
  'textDocument/didOpen',
  'textDocument/didChange',
  'textDocument/didSave',
  'textDocument/didClose',
  'textDocument/diagnostic',
  'textDocument/codeAction',
]);

export function settings(scope?: vscode.ConfigurationScope): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('infra', scope);
}

/** The `infra` that the settings name. */
export function binaryPath(): string {
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  return resolvePath(settings().get('path', 'infra'), homedir(), folder);
}

export function createServer(output: vscode.LogOutputChannel, status: Status): Server {
  const started = new vscode.EventEmitter<void>();
  let running: LanguageClient | undefined;
  // Starts and stops stand in a row, so that a restart never meets a start that is under way.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => {
    last = last.then(work, work);
    return last;
  };

  const stopNow = async (): Promise<void> => {
    const client = running;
    running = undefined;
    // A server that died cannot be asked to stop; there is nothing left to do then.
    await client?.dispose(2000).catch((error) => output.debug(String(error)));
  };

  const startNow = async (): Promise<void> => {
    const fails = (problem: string): void => {
      output.error(problem);
      status.fails(problem);
      void offerWayOut(problem, () => server.restart());
    };
    status.starts();
    const path = binaryPath();
    const found = await probe(path);
    if ('problem' in found) return fails(found.problem);
    output.info(`starts ${path}, version ${found.version}`);
    const client = new ProgramsClient(path, output);
    try {
      await client.start();
    } catch (error) {
      await client.dispose().catch(() => undefined);
      return fails(`the language server does not start: ${sentence(error)}`);
    }
    running = client;
    status.runs(found.version);
    started.fire();
  };

  const server: Server = {
    start: () => inTurn(startNow),
    restart: () => inTurn(async () => (await stopNow(), startNow())),
    stop: () => inTurn(stopNow),
    client: () => running,
    onDidStart: started.event,
    async request(method, parameters) {
      await last;
      if (!running) throw new Error('the language server does not run; `Infra: Restart Server` starts it');
      try {
        return await running.sendRequest(method, parameters);
      } catch (error) {
        if (error instanceof ResponseError && error.code === ErrorCodes.MethodNotFound) {
          throw new Error(`this \`infra\` does not know \`${method}\`: install a newer one`);
        }
        throw new Error(sentence(error));
      }
    },
  };
  return server;
}

/** What went wrong, in one line. */
export function sentence(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.split('\n')[0] ?? text;
}

/** Says what is wrong with `infra.path`, and leads to where it can be set right. */
async function offerWayOut(problem: string, restart: () => Promise<void>): Promise<void> {
  const choose = 'Choose infra…';
  const open = 'Open Settings';
  const again = 'Try Again';
  const text = `Infra: ${problem}. Install \`infra\`, or say in \`infra.path\` where it is.`;
  switch (await vscode.window.showErrorMessage(text, choose, open, again)) {
    case choose: {
      const picked = await vscode.window.showOpenDialog({ title: 'Where is infra?', canSelectMany: false });
      if (!picked?.[0]) return;
      // The change of the setting starts the server.
      await settings().update('path', picked[0].fsPath, vscode.ConfigurationTarget.Global);
      return;
    }
    case open:
      await vscode.commands.executeCommand('workbench.action.openSettings', 'infra.path');
      return;
    case again:
      await restart();
  }
}

/** A client whose features are for programs, but for those that templates share. */
class ProgramsClient extends LanguageClient {
  constructor(path: string, output: vscode.LogOutputChannel) {
    const withTemplates = settings().get('templates.check', true);
    const documentSelector = withTemplates ? [...PROGRAMS, ...TEMPLATES] : PROGRAMS;
    super(
      'infra',
      'Infra',
      { command: path, args: ['lsp'] },
      {
        documentSelector,
        outputChannel: output,
        revealOutputChannelOn: RevealOutputChannelOn.Never,
        // The server reads them by the names that they have in the editor.
        initializationOptions: settings(),
        synchronize: {
          configurationSection: 'infra',
          fileEvents: vscode.workspace.createFileSystemWatcher('**/{*.infra,infra.toml,infra.lock}'),
        },
      },
    );
  }

  override registerFeature(feature: StaticFeature | DynamicFeature<unknown>): void {
    const method = 'registrationType' in feature ? feature.registrationType.method : undefined;
    if (method && !FOR_TEMPLATES.has(method)) {
      const initialize = feature.initialize.bind(feature);
      feature.initialize = (capabilities, selector) => initialize(capabilities, selector && PROGRAMS);
    }
    super.registerFeature(feature);
  }
}

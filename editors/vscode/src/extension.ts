// Where the extension begins: starts the server and registers what stands around it.

import * as vscode from 'vscode';
import type { Location, Position } from 'vscode-languageclient/node';
import { command } from './commands';
import { registerExpansion } from './expansion';
import { registerGraph } from './graph';
import { registerImporting } from './importing';
import { registerRunning } from './running';
import { createServer, type Server } from './server';
import { createStatus } from './status';
import { registerTasks } from './tasks';
import { registerTemplates } from './template';

let server: Server | undefined;

export async function activate(context: vscode.ExtensionContext): Promise<void> {
  const output = vscode.window.createOutputChannel('Infra', { log: true });
  server = createServer(output, createStatus(context));
  const started = server;

  registerTemplates(context, server);
  registerGraph(context, server);
  registerExpansion(context, server);
  registerImporting(context, server, output);
  registerRunning(context, server, output);
  registerTasks(context);

  context.subscriptions.push(
    output,
    command('infra.restartServer', () => started.restart()),
    command('infra.showOutput', () => output.show()),
    command('infra.showReferences', (uri: string, at: Position, locations: Location[]) =>
      showReferences(started, uri, at, locations),
    ),
    vscode.workspace.onDidChangeConfiguration((change) => {
      const restarts = ['infra.path', 'infra.templates'].some((name) => change.affectsConfiguration(name));
      if (restarts) void started.restart();
    }),
    vscode.workspace.onDidGrantWorkspaceTrust(() => void started.restart()),
  );
  await server.start();
}

export async function deactivate(): Promise<void> {
  await server?.stop();
}

/** The list of places that a lens counts. */
async function showReferences(from: Server, uri: string, at: Position, locations: Location[]): Promise<void> {
  const convert = from.client()?.protocol2CodeConverter;
  if (!convert) return;
  const places = await convert.asReferences(locations, undefined);
  await vscode.commands.executeCommand(
    'editor.action.showReferences',
    vscode.Uri.parse(uri),
    convert.asPosition(at),
    places,
  );
}


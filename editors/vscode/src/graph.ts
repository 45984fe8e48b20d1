// The graph of a stack: the server's page in a webview, drawn anew when a program is saved.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { command } from './commands';
import { messagePage, withPolicy } from './policy';
import { sentence, type Server } from './server';

export function registerGraph(context: vscode.ExtensionContext, server: Server): void {
  const panels = new Map<string, vscode.WebviewPanel>();

  const draw = async (uri: string, panel: vscode.WebviewPanel): Promise<void> => {
    const page = await server.request('infra/graph', { textDocument: { uri }, format: 'html' }).then(
      ({ text }) => withPolicy(text),
      (error) => messagePage(sentence(error)),
    );
    // It may have been closed meanwhile.
    if (panels.get(uri) === panel && panel.webview.html !== page) panel.webview.html = page;
  };

  const show = async (given?: string): Promise<void> => {
    const uri = given ?? vscode.window.activeTextEditor?.document.uri.toString();
    if (!uri) return;
    let panel = panels.get(uri);
    if (panel) {
      panel.reveal(undefined, true);
    } else {
      const title = `Graph of ${basename(vscode.Uri.parse(uri).path)}`;
      const where = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true };
      const options = { enableScripts: true, localResourceRoots: [], retainContextWhenHidden: true };
      panel = vscode.window.createWebviewPanel('infra.graph', title, where, options);
      panels.set(uri, panel);
      panel.onDidDispose(() => panels.delete(uri));
    }
    await draw(uri, panel);
  };

  const drawAll = (): void => {
    for (const [uri, panel] of panels) void draw(uri, panel);
  };

  context.subscriptions.push(
    command('infra.showGraph', (uri?: unknown) =>
      // The button above an editor gives an Uri, a lens its text, the palette nothing.
      show(uri === undefined ? undefined : String(uri)),
    ),
    vscode.workspace.onDidSaveTextDocument((document) => {
      if (document.languageId === 'infra' || document.fileName.endsWith('infra.toml')) drawAll();
    }),
    server.onDidStart(drawAll),
    { dispose: () => panels.forEach((panel) => panel.dispose()) },
  );
}

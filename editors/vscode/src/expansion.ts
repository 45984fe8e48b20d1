// What a component instance makes, as a program that can be read and not changed.

import * as vscode from 'vscode';
import { command } from './commands';
import type { Server } from './server';

const SCHEME = 'infra-expansion';

export function registerExpansion(context: vscode.ExtensionContext, server: Server): void {
  const texts = new Map<string, string>();
  const changed = new vscode.EventEmitter<vscode.Uri>();

  const show = async (): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    if (!editor) return;
    const { document, selection } = editor;
    const parameters = { textDocument: { uri: document.uri.toString() }, position: selection.active };
    const expansion = await server.request('infra/expansion', parameters);
    if (!expansion) {
      void vscode.window.showInformationMessage('Infra: the cursor is in no instance of a component.');
      return;
    }
    const uri = vscode.Uri.from({ scheme: SCHEME, path: `/${expansion.name}.infra`, query: document.uri.toString() });
    texts.set(uri.toString(), expansion.text);
    changed.fire(uri);
    const shown = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(shown, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true });
  };

  context.subscriptions.push(
    changed,
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
      onDidChange: changed.event,
      provideTextDocumentContent: (uri) => texts.get(uri.toString()) ?? '',
    }),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => texts.delete(uri.toString())),
    command('infra.showExpansion', show),
  );
}

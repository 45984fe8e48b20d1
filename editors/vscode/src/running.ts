// The tests of programs: run by the lens above them, or chosen from a list.

import * as vscode from 'vscode';
import { command } from './commands';
import type { Server } from './server';
import { testsIn } from './templates';

export function registerRunning(context: vscode.ExtensionContext, server: Server, output: vscode.LogOutputChannel): void {
  const run = async (uri?: string, name?: string): Promise<void> => {
    const chosen = uri && name ? { uri, name } : await choose();
    if (!chosen) return;
    const work = () => server.request('infra/runTest', { textDocument: { uri: chosen.uri }, name: chosen.name });
    const title = `Infra: runs \`${chosen.name}\``;
    const result = await vscode.window.withProgress({ location: vscode.ProgressLocation.Window, title }, work);
    output.appendLine(result.output.trimEnd());
    if (result.passed) {
      void vscode.window.showInformationMessage(`Infra: \`${chosen.name}\` passed.`);
      return;
    }
    const show = 'Show Why';
    if ((await vscode.window.showErrorMessage(`Infra: \`${chosen.name}\` failed.`, show)) === show) output.show();
  };

  context.subscriptions.push(command('infra.runTest', run));
}

/** The test that the cursor stands in, else one from the list. */
async function choose(): Promise<{ uri: string; name: string } | undefined> {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const tests = testsIn(editor.document.getText());
  const uri = editor.document.uri.toString();
  if (tests.length === 0) {
    void vscode.window.showInformationMessage('Infra: this program has no test.');
    return undefined;
  }
  const line = editor.selection.active.line;
  const above = tests.filter((test) => test.line <= line).at(-1);
  const items = tests.map(({ name }) => ({ label: name, picked: name === above?.name }));
  if (tests.length === 1) return { uri, name: tests[0]!.name };
  const pick = vscode.window.createQuickPick();
  pick.placeholder = 'Which test?';
  pick.items = items;
  pick.activeItems = pick.items.filter(({ label }) => label === above?.name);
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      const name = pick.selectedItems[0]?.label;
      resolve(name === undefined ? undefined : { uri, name });
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

// Templates that are there already, as programs: from a file, or from the clipboard.

import * as vscode from 'vscode';
import { command } from './commands';
import type { Answer } from './requests';
import type { Server } from './server';
import { looksLikeTemplate, programName } from './templates';

type Imported = Answer<'infra/import'>;

const IS_TEMPLATE = /\.(ya?ml|json|template)$/i;

export function registerImporting(context: vscode.ExtensionContext, server: Server, output: vscode.LogOutputChannel): void {
  /** Says whether the program makes the same template, and shows what differs. */
  const judge = async ({ equal, differences }: Imported, of: string): Promise<void> => {
    if (equal) {
      void vscode.window.showInformationMessage(`Infra: equal: the program makes what ${of} says.`);
      return;
    }
    for (const difference of differences) output.warn(`${of}: ${difference}`);
    const show = 'Show Differences';
    const count = differences.length === 1 ? '1 difference' : `${differences.length} differences`;
    const text = `Infra: the program makes something else than ${of}: ${count}.`;
    if ((await vscode.window.showWarningMessage(text, show)) === show) output.show();
  };

  const importFile = async (given?: vscode.Uri): Promise<void> => {
    const file = given ?? (await pickTemplate());
    if (!file) return;
    const text = (await vscode.workspace.openTextDocument(file)).getText();
    const name = programName(file.path);
    const imported = await server.request('infra/import', { text, name });
    // Nothing is written before the user saves.
    const beside = vscode.Uri.joinPath(file, '..', `${name}.infra`);
    const isFree = await vscode.workspace.fs.stat(beside).then(() => false, () => true);
    const document = isFree
      ? await vscode.workspace.openTextDocument(beside.with({ scheme: 'untitled' }))
      : await vscode.workspace.openTextDocument({ language: 'infra' });
    const edit = new vscode.WorkspaceEdit();
    const all = new vscode.Range(0, 0, document.lineCount, 0);
    edit.replace(document.uri, all, imported.text);
    await vscode.workspace.applyEdit(edit);
    await vscode.window.showTextDocument(document);
    await judge(imported, `\`${vscode.workspace.asRelativePath(file)}\``);
  };

  const paste = async (): Promise<void> => {
    const editor = vscode.window.activeTextEditor;
    if (editor?.document.languageId !== 'infra') return;
    const text = await vscode.env.clipboard.readText();
    if (!text.trim()) throw new Error('the clipboard is empty: copy a template in YAML or JSON first');
    const imported = await server.request('infra/import', { text });
    await editor.edit((edit) => {
      for (const selection of editor.selections) edit.replace(selection, imported.text);
    });
    await judge(imported, 'the clipboard');
  };

  const kind = vscode.DocumentDropOrPasteEditKind.Text.append('infra');
  const whenPasted: vscode.DocumentPasteEditProvider = {
    async provideDocumentPasteEdits(_document, _ranges, data) {
      const text = await data.get('text/plain')?.asString();
      if (!text || !looksLikeTemplate(text)) return undefined;
      // What cannot be imported is pasted as it is.
      const imported = await server.request('infra/import', { text }).catch(() => undefined);
      return imported && [new vscode.DocumentPasteEdit(imported.text, 'Paste as Infra', kind)];
    },
  };

  context.subscriptions.push(
    command('infra.importTemplate', importFile),
    command('infra.pasteTemplate', paste),
    vscode.languages.registerDocumentPasteEditProvider('infra', whenPasted, {
      providedPasteEditKinds: [kind],
      pasteMimeTypes: ['text/plain'],
    }),
  );
}

/** The template in the editor, else one that is chosen. */
async function pickTemplate(): Promise<vscode.Uri | undefined> {
  const active = vscode.window.activeTextEditor?.document;
  if (active && !active.isUntitled && IS_TEMPLATE.test(active.uri.path)) return active.uri;
  const filters = { Templates: ['yaml', 'yml', 'json', 'template'] };
  const picked = await vscode.window.showOpenDialog({ title: 'Which template?', filters, canSelectMany: false });
  return picked?.[0];
}

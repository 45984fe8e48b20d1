// The template beside the source: one view for each stack and target, kept up to date, marked both ways.

import * as vscode from 'vscode';
import { command } from './commands';
import type { Target } from './requests';
import { sentence, type Server, settings } from './server';

const SCHEME = 'infra-template';
const SETTLED = 150;

interface View {
  source: vscode.Uri;
  target: Target | undefined;
}

export function registerTemplates(context: vscode.ExtensionContext, server: Server): void {
  const changed = new vscode.EventEmitter<vscode.Uri>();
  const marks = vscode.window.createTextEditorDecorationType({
    backgroundColor: new vscode.ThemeColor('editor.wordHighlightStrongBackground'),
    overviewRulerColor: new vscode.ThemeColor('editorOverviewRuler.wordHighlightStrongForeground'),
    overviewRulerLane: vscode.OverviewRulerLane.Center,
  });
  /** The last text of each view that was a template, for while the program has errors. */
  const lastTexts = new Map<string, string>();
  // Only the answer to the last question counts.
  let question = 0;

  const provider: vscode.TextDocumentContentProvider = {
    onDidChange: changed.event,
    async provideTextDocumentContent(uri) {
      const { source, target } = viewOf(uri);
      try {
        const { text } = await server.request('infra/template', { textDocument: { uri: source.toString() }, target });
        lastTexts.set(uri.toString(), text);
        return text;
      } catch (error) {
        return lastTexts.get(uri.toString()) ?? `// ${sentence(error)}\n`;
      }
    },
  };

  /** A lens and the button above an editor say of which program, the palette does not. */
  const show = async (target: Target | undefined, of?: unknown): Promise<void> => {
    const active = vscode.window.activeTextEditor;
    const source = of === undefined ? active?.document.uri : vscode.Uri.parse(String(of));
    if (!source) return;
    const document = await vscode.workspace.openTextDocument(uriOf({ source, target }));
    await vscode.languages.setTextDocumentLanguage(document, 'jsonc');
    const options = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true, preview: false };
    await vscode.window.showTextDocument(document, options);
    const editor = vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === source.toString());
    if (editor) await markTemplate(editor);
  };

  /** Marks in the views of a program what the source under its cursor makes. */
  const markTemplate = async (editor: vscode.TextEditor): Promise<void> => {
    const asked = ++question;
    for (const view of viewsOf(editor.document.uri)) {
      const { target } = viewOf(view.document.uri);
      const parameters = {
        textDocument: { uri: editor.document.uri.toString() },
        position: editor.selection.active,
        target,
      };
      const answer = await server.request('infra/template', parameters).catch(() => undefined);
      if (asked !== question) return;
      // Ranges of another text mean nothing here; when the view has caught up it is marked again.
      const isCurrent = answer?.text === view.document.getText();
      const ranges = (isCurrent && answer?.marks.map(rangeOf)) || [];
      view.setDecorations(marks, ranges);
      if (ranges[0]) view.revealRange(ranges[0], vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  };

  /** Marks in the programs what the part of the template under the cursor was made from. */
  const markSource = async (view: vscode.TextEditor): Promise<void> => {
    const asked = ++question;
    const { source, target } = viewOf(view.document.uri);
    const parameters = { textDocument: { uri: source.toString() }, target, position: view.selection.active };
    const locations = (await server.request('infra/source', parameters).catch(() => undefined)) ?? [];
    if (asked !== question) return;
    view.setDecorations(marks, []);
    for (const editor of vscode.window.visibleTextEditors) {
      if (editor.document.languageId !== 'infra') continue;
      const uri = editor.document.uri.toString();
      const here = locations.filter((location) => vscode.Uri.parse(location.uri).toString() === uri);
      const ranges = here.map(({ range }) => rangeOf(range));
      editor.setDecorations(marks, ranges);
      if (ranges[0]) editor.revealRange(ranges[0], vscode.TextEditorRevealType.InCenterIfOutsideViewport);
    }
  };

  const markFrom = (editor: vscode.TextEditor): void => {
    if (editor.document.uri.scheme === SCHEME) {
      void markSource(editor);
    } else if (editor.document.languageId === 'infra') {
      editor.setDecorations(marks, []);
      void markTemplate(editor);
    }
  };

  let timer: NodeJS.Timeout | undefined;
  const refreshSoon = (): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      for (const view of views()) changed.fire(view.document.uri);
    }, SETTLED);
  };

  context.subscriptions.push(
    marks,
    changed,
    { dispose: () => clearTimeout(timer) },
    vscode.workspace.registerTextDocumentContentProvider(SCHEME, provider),
    command('infra.showTemplate', (of?: unknown) => show(targetOfSettings(), of)),
    command('infra.showTerraform', (of?: unknown) => show('terraform', of)),
    server.onDidStart(refreshSoon),
    vscode.window.onDidChangeTextEditorSelection(({ textEditor }) => markFrom(textEditor)),
    vscode.workspace.onDidCloseTextDocument(({ uri }) => lastTexts.delete(uri.toString())),
    vscode.workspace.onDidChangeTextDocument(({ document }) => {
      // A program that the stack imports changes its template too.
      if (document.languageId === 'infra' || document.fileName.endsWith('infra.toml')) refreshSoon();
      if (document.uri.scheme !== SCHEME) return;
      const { source } = viewOf(document.uri);
      const editor = vscode.window.visibleTextEditors.find((it) => it.document.uri.toString() === source.toString());
      if (editor) void markTemplate(editor);
    }),
  );
}

/** The document that a view is: named like the file that a build would write. */
function uriOf({ source, target }: View): vscode.Uri {
  const ending = target === 'terraform' ? 'tf.json' : 'json';
  const path = `${source.path.replace(/\.infra$/, '')}.${ending}`;
  return source.with({ scheme: SCHEME, path, query: JSON.stringify([source.toString(), target]) });
}

function viewOf(uri: vscode.Uri): View {
  const [source, target] = JSON.parse(uri.query) as [string, Target | null];
  return { source: vscode.Uri.parse(source), target: target ?? undefined };
}

function views(): vscode.TextEditor[] {
  return vscode.window.visibleTextEditors.filter((editor) => editor.document.uri.scheme === SCHEME);
}

function viewsOf(source: vscode.Uri): vscode.TextEditor[] {
  return views().filter((view) => viewOf(view.document.uri).source.toString() === source.toString());
}

function targetOfSettings(): Target | undefined {
  const target = settings().get<Target | 'auto'>('target', 'auto');
  return target === 'auto' ? undefined : target;
}

interface Place {
  line: number;
  character: number;
}

function rangeOf({ start, end }: { start: Place; end: Place }): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

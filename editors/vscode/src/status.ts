// What the status of the language says: which `infra` runs, or why none does.

import * as vscode from 'vscode';

export interface Status {
  starts(): void;
  runs(version: string): void;
  fails(problem: string): void;
}

export function createStatus(context: vscode.ExtensionContext): Status {
  const item = vscode.languages.createLanguageStatusItem('infra.server', { language: 'infra' });
  item.name = 'Infra';
  context.subscriptions.push(item);
  const show = (text: string, severity: vscode.LanguageStatusSeverity, command: vscode.Command): void => {
    Object.assign(item, { text, severity, command, busy: false });
  };
  return {
    starts: () => {
      item.busy = true;
    },
    runs: (version) =>
      show(`infra ${version}`, vscode.LanguageStatusSeverity.Information, {
        title: 'Show Output',
        command: 'infra.showOutput',
      }),
    fails: (problem) =>
      show(problem, vscode.LanguageStatusSeverity.Error, { title: 'Try Again', command: 'infra.restartServer' }),
  };
}

// Commands that end in a sentence where they cannot be done.

import * as vscode from 'vscode';
import { sentence } from './server';

/** Registers a command; what it throws is shown to the user. */
export function command<A extends unknown[]>(name: string, work: (...values: A) => unknown): vscode.Disposable {
  return vscode.commands.registerCommand(name, async (...values: A) => {
    try {
      await work(...values);
    } catch (error) {
      void vscode.window.showErrorMessage(`Infra: ${sentence(error)}.`);
    }
  });
}

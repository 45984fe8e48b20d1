// The tasks `infra check`, `infra build` and `infra test`, whose messages become problems.

import * as vscode from 'vscode';
import { binaryPath } from './server';

interface Definition extends vscode.TaskDefinition {
  command: 'check' | 'build' | 'test';
  file?: string;
}

export function registerTasks(context: vscode.ExtensionContext): void {
  const provider: vscode.TaskProvider = {
    async provideTasks() {
      const projects = await vscode.workspace.findFiles('**/infra.toml', '**/node_modules/**', 100);
      const folders = vscode.workspace.workspaceFolders ?? [];
      const withProject = folders.filter((folder) =>
        projects.some((uri) => vscode.workspace.getWorkspaceFolder(uri) === folder),
      );
      const commands = ['check', 'build', 'test'] as const;
      return withProject.flatMap((folder) => commands.map((command) => taskOf({ type: 'infra', command }, folder)));
    },
    resolveTask(task) {
      const folder = typeof task.scope === 'object' ? task.scope : vscode.workspace.workspaceFolders?.[0];
      return folder && taskOf(task.definition as Definition, folder);
    },
  };
  context.subscriptions.push(vscode.tasks.registerTaskProvider('infra', provider));
}

function taskOf(definition: Definition, folder: vscode.WorkspaceFolder): vscode.Task {
  const { command, file } = definition;
  const words = [command, ...(file ? [file] : [])];
  // Tests have a form of their own.
  const options = command === 'test' ? [] : ['--message-format', 'short'];
  const execution = new vscode.ProcessExecution(binaryPath(), [...words, ...options], { cwd: folder.uri.fsPath });
  const task = new vscode.Task(definition, folder, words.join(' '), 'infra', execution, '$infra');
  if (command !== 'test') task.group = vscode.TaskGroup.Build;
  else task.group = vscode.TaskGroup.Test;
  return task;
}

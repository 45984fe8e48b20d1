// Which `infra` is started. In: the setting and where one is. Out: a path, or why it cannot be started.
// Never: anything of the editor's.

import { type ExecFileException, execFile } from 'node:child_process';
import { isAbsolute, join } from 'node:path';

export type Probe = { version: string } | { problem: string };

/** The path that `infra.path` means. A bare name is left for `PATH`. */
export function resolvePath(setting: string, home: string, workspace: string | undefined): string {
  const text = setting.trim() || 'infra';
  const named = text.replace(/\$\{workspaceFolder\}/g, () => workspace ?? '').replace(/^~(?=[\\/]|$)/, () => home);
  const isBare = !/[\\/]/.test(named);
  return isBare || isAbsolute(named) || !workspace ? named : join(workspace, named);
}

/** Starts it once, for its version. */
export function probe(path: string): Promise<Probe> {
  return new Promise((resolve) => {
    execFile(path, ['--version'], { timeout: 10_000 }, (error, stdout) => {
      const version = /^infra (\S+)/.exec(stdout)?.[1];
      if (version) resolve({ version });
      else if (!error) resolve({ problem: `\`${path}\` is another program: it does not answer as \`infra\` does` });
      else resolve({ problem: problemOf(path, error) });
    });
  });
}

function problemOf(path: string, error: ExecFileException): string {
  switch (error.code) {
    case 'ENOENT':
      return `\`${path}\` was not found`;
    case 'EACCES':
      return `\`${path}\` may not be executed`;
    default:
      return `\`${path}\` does not start: ${error.message.split('\n')[0]}`;
  }
}

// Where the tests find what they look at. The binary is the newest one that was built, or `INFRA`.

import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const extension = fileURLToPath(new URL('..', import.meta.url));
export const repository = fileURLToPath(new URL('../../..', import.meta.url));
export const manifest = JSON.parse(readFileSync(join(extension, 'package.json'), 'utf8'));

export const infra = (() => {
  const built = ['release', 'debug'].map((profile) => join(repository, 'target', profile, 'infra')).filter(existsSync);
  const newest = built.sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0];
  const found = process.env.INFRA ?? newest;
  if (!found) throw new Error('no `infra` was built: run `cargo build`, or set INFRA');
  return found;
})();

/** All files below a folder of the repository whose names end in `ending`. */
export function filesBelow(folder, ending) {
  return readdirSync(join(repository, folder), { recursive: true })
    .filter((name) => name.endsWith(ending))
    .map((name) => join(folder, name))
    .sort();
}

export const read = (path) => readFileSync(join(repository, path), 'utf8');

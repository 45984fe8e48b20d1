// What a text looks like. In: text. Out: whether it may be a template, and names. Never: anything of the editor's.

/** Whether it is worth asking the server for a program: it has the keys that every template has. */
export function looksLikeTemplate(text: string): boolean {
  const resources = /^\s*["']?Resources["']?\s*:/m.test(text);
  const types = /["']?Type["']?\s*:\s*["']?(?:AWS|Alexa|Custom)::\w/.test(text);
  return resources && types;
}

/** The name of a program that is made of a file: `photos.template.yaml` gives `photos`. */
export function programName(file: string): string {
  const base = file.split(/[\\/]/).at(-1) ?? file;
  return base.replace(/\.(ya?ml|json|template)$/i, '').replace(/\.template$/i, '') || 'main';
}

/** The titles of a program's tests with their lines, from 0. */
export function testsIn(text: string): { name: string; line: number }[] {
  return text.split('\n').flatMap((row, line) => {
    const title = /^\s*test\s+(?:"((?:[^"\\]|\\.)*)"|'([^']*)')/.exec(row);
    if (!title) return [];
    return [{ name: title[2] ?? (title[1] ?? '').replace(/\\(["\\$])/g, '$1'), line }];
  });
}

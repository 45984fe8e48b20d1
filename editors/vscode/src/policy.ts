// What a page may do in a webview. In: a page. Out: the same page, with a policy that lets its own scripts run
// and nothing else: no network, no other files. Never: a change to what the page says.

import { createHash } from 'node:crypto';

export function withPolicy(page: string): string {
  const scripts = [...page.matchAll(/<script\b[^>]*>([\s\S]*?)<\/script\s*>/gi)];
  const hashes = scripts.map(([, code]) => `'sha256-${createHash('sha256').update(code ?? '').digest('base64')}'`);
  const policy = [
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    `script-src ${[...new Set(hashes)].join(' ') || "'none'"}`,
  ].join('; ');
  const meta = `<meta http-equiv="Content-Security-Policy" content="${policy}">`;
  const head = /<head\b[^>]*>/i;
  return head.test(page) ? page.replace(head, (tag) => `${tag}${meta}`) : `${meta}${page}`;
}

/** A page that holds one sentence. */
export function messagePage(text: string): string {
  const escaped = text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
  return withPolicy(`<!doctype html><html><head></head><body><p>${escaped}</p></body></html>`);
}

// What people do with the extension, in a real workbench with the real server.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openWorkbench } from './workbench.mjs';

let bench;
before(async () => {
  bench = await openWorkbench();
});
after(() => bench?.close());

const squiggles = () => bench.editor().locator('.squiggly-error').count();

test('a mistake is underlined, and no longer when it is corrected', async () => {
  await bench.open('main.infra');
  await bench.eventually('a mistake is underlined', async () => (await squiggles()) === 1);
  await bench.picture('diagnostics');
  await bench.goTo('"30 seconds"');
  await bench.replaceBefore('"30 seconds"'.length, '30');
  await bench.eventually('the mistake is gone', async () => (await squiggles()) === 0);
});

test('colours come from the grammar', async () => {
  const colour = (words) =>
    bench
      .editor()
      .locator('.view-line span span', { hasText: words })
      .first()
      .evaluate((span) => getComputedStyle(span).color);
  const colours = await Promise.all(['resource', 'AWS::SQS::Queue', 'QueueName', '30', 'output'].map(colour));
  assert.equal(colours[0], colours[4], 'keywords look the same');
  assert.equal(new Set(colours.slice(0, 4)).size, 4, 'keywords, types, properties and numbers look different');
});

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

test('the template stands beside the source, marked both ways', async () => {
  await bench.goTo('VisibilityTimeout');
  await bench.command('Infra: Show Template Beside');
  await bench.eventually('the template is shown', async () => (await bench.text(1)).includes('"AWS::SQS::Queue"'));
  await bench.eventually('its part is marked', async () => (await bench.marks(1).count()) > 0);
  await bench.picture('template');
  await bench.goTo('import');
  await bench.eventually('what makes no part marks none', async () => (await bench.marks(1).count()) === 0);
  await bench.goTo('"AWS::SQS', 1);
  await bench.eventually('the source is marked', async () => (await bench.marks(0).count()) > 0);
  await bench.picture('template-back');
  await bench.goTo('VisibilityTimeout: 30');
  await bench.page.keyboard.type('0');
  await bench.eventually('it follows the source', async () => (await bench.text(1)).includes('300'));
});

test('the graph is drawn in a page of its own', async () => {
  await bench.goTo('resource');
  await bench.command('Infra: Show Graph');
  const page = bench.page.frameLocator('iframe.webview').frameLocator('iframe#active-frame');
  await page.locator('svg text', { hasText: 'jobs' }).first().click();
  // Its own script shows this: the page's policy lets it run.
  await page.getByText('VisibilityTimeout: 300').first().waitFor();
  await bench.picture('graph');
  await bench.closeAll();
});

test('what is completed is chosen from a list', async () => {
  await bench.open('main.infra');
  await bench.goTo('VisibilityTimeout: 300');
  await bench.page.keyboard.press('Enter');
  await bench.page.keyboard.type('KmsM');
  await bench.page.locator('.suggest-widget .monaco-list-row', { hasText: 'KmsMasterKeyId' }).first().waitFor();
  await bench.picture('completion');
  await bench.page.keyboard.press('Escape');
  await bench.page.keyboard.press('Escape');
  await bench.replaceBefore('KmsM'.length, 'DelaySeconds: 3');
  await bench.eventually('it is a property', async () => (await bench.text()).includes('  DelaySeconds: 3'));
});

test('a test runs from the line above it', async () => {
  await bench.open('main.infra');
  await bench.editor().locator('.codelens-decoration a', { hasText: 'run test' }).first().click();
  await bench.page.locator('.notification-toast', { hasText: '`one queue` passed' }).waitFor();
  await bench.picture('test');
});

test('a template becomes a program', async () => {
  await bench.open('photos.template.yaml');
  await bench.command('Infra: Import Template');
  await bench.page.locator('.tab.active', { hasText: 'photos.infra' }).waitFor();
  await bench.eventually('it is a program', async () => (await bench.text()).includes('AWS::S3::Bucket {'));
  await bench.page.locator('.notification-toast', { hasText: 'equal: the program makes what' }).waitFor();
  await bench.picture('import');
});

test('a template that is pasted becomes a program', async () => {
  await bench.closeAll();
  await bench.open('photos.template.yaml');
  await bench.editor().locator('.view-line').first().click();
  await bench.page.keyboard.press('Control+A');
  await bench.page.keyboard.press('Control+C');
  await bench.open('stages.infra');
  await bench.editor().locator('.view-line').first().click();
  await bench.page.keyboard.press('Control+End');
  await bench.page.keyboard.press('Control+V');
  await bench.eventually('it is a program', async () => (await bench.text()).includes('= AWS::S3::Bucket {'));
  await bench.picture('paste');
});

test('what an instance makes is written out', async () => {
  await bench.closeAll();
  await bench.open('teams.infra');
  await bench.goTo('resource orders');
  await bench.command('Infra: Show Expansion of the Component Instance');
  await bench.eventually('it is written out', async () => /= AWS::SQS::Queue \{/.test(await bench.text(1)));
  await bench.picture('expansion');
});

test('a name is changed wherever it stands', async () => {
  await bench.closeAll();
  await bench.open('main.infra');
  await bench.goTo('toJson(st');
  await bench.page.keyboard.press('F2');
  const input = bench.page.locator('.rename-box input');
  await input.waitFor();
  await input.fill('environments');
  await bench.page.keyboard.press('Enter');
  await bench.eventually('it is changed here', async () => (await bench.text()).includes('toJson(environments)'));
  assert.match(await bench.text(), /import \{ environments \}/);
  await bench.open('stages.infra');
  await bench.eventually('and there', async () => (await bench.text()).includes('let environments ='));
});

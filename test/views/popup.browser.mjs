/**
 * What the popup does in a real browser, under the extension's own content security policy, against fixtures:
 * `node --test test/views/popup.browser.mjs`.
 */
import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, test } from 'node:test';
import { launch } from 'puppeteer-core';
import { contrastFailures } from './contrast.mjs';
import { CHROMIUM, STATES, servePopup } from './popup-server.mjs';

/** @type {string} */
let folder;
/** @type {Awaited<ReturnType<typeof servePopup>>} */
let server;
/** @type {import('puppeteer-core').Browser} */
let browser;
/** @type {import('puppeteer-core').Page} */
let page;
/** @type {string[]} */
let complaints;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whylag-popup-'));
  server = await servePopup(join(folder, 'build'));
  browser = await launch(CHROMIUM);
});
after(async () => {
  await browser?.close();
  server?.close();
  await rm(folder, { recursive: true, force: true });
});
beforeEach(async () => {
  page = await browser.newPage();
  complaints = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(String(error)));
});
afterEach(async () => {
  await page.close();
  // Last, so that a refused style or script of any test is found: the policy reports to the console.
  assert.deepEqual(complaints, []);
});

/** @param {string} state */
async function open(state, query = '') {
  await page.setViewport({ width: 420, height: 600 });
  await page.goto(server.url(`state=${state}${query}`));
  await page.waitForSelector('.verdict, .lost');
}

/** The names of what the popup asked of the browser, with the first argument. */
const calls = () =>
  page.evaluate(() =>
    Reflect.get(globalThis, 'control')
      .calls.filter((/** @type {string[]} */ [name]) => name !== 'sendMessage')
      .map((/** @type {unknown[]} */ call) => JSON.stringify(call)),
  );

/** Waits until the popup has drawn this many newer snapshots. */
async function refreshed(times = 2) {
  for (let i = 0; i < times; i += 1) {
    const text = await page.$eval('.whose', (node) => node.textContent);
    await page.waitForFunction(
      (old) => document.querySelector('.whose')?.textContent !== old,
      { timeout: 5_000 },
      text,
    );
  }
}

/** @param {string} name */
const button = (name) => `::-p-aria([name="${name}"][role="button"])`;
const focused = () =>
  page.evaluate(
    () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent,
  );

test('nothing is pushed out of the popup, and every text has AA contrast in both themes', async () => {
  for (const state of STATES) {
    for (const scheme of ['light', 'dark']) {
      await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
      await open(state);
      await page.$$eval('details', (all) => {
        for (const details of all) details.open = true;
      });
      const width = await page.evaluate(() => document.documentElement.scrollWidth);
      assert.ok(width <= 420, `${state}: ${width} px wide`);
      assert.deepEqual(await page.evaluate(contrastFailures), [], `${state} ${scheme}`);
    }
  }
});

test('nothing sticks out of its margin, with a scroll bar beside it as well', async () => {
  for (const state of STATES) {
    // As a popup, and as a page that is no wider.
    for (const [width, query] of [
      [405, ''],
      [420, '&tabId=7'],
    ]) {
      await page.setViewport({ width: Number(width), height: 600 });
      await page.goto(server.url(`state=${state}${query}`));
      await page.waitForSelector('.verdict, .lost');
      await page.$$eval('details', (all) => {
        for (const details of all) details.open = true;
      });
      const out = await page.evaluate(() => {
        const margin = 14;
        const right = document.documentElement.clientWidth - margin;
        return [...document.querySelectorAll('main *, footer *')]
          .filter((node) => node.checkVisibility() && node.getBoundingClientRect().height > 0)
          .filter((node) => node.getBoundingClientRect().right > right + 0.5)
          .map((node) => `${node.tagName}.${node.className} ${node.textContent?.slice(0, 20)}`);
      });
      assert.deepEqual(out, [], `${state} ${width} ${query}`);
    }
  }
});

test('folds in a row have one line between them', async () => {
  await open('conversation');
  const gaps = await page.$$eval('main > .fold + .fold', (folds) =>
    folds.map((fold) => {
      const before = /** @type {Element} */ (fold.previousElementSibling).getBoundingClientRect();
      const { borderBlockStartWidth } = getComputedStyle(fold);
      return [fold.getBoundingClientRect().top - before.bottom, borderBlockStartWidth];
    }),
  );
  assert.equal(gaps.length, 7);
  for (const gap of gaps) assert.deepEqual(gap, [0, '0px']);
});

test('source positions are looked for on a click, and not before', async () => {
  await open('conversation');
  const asked = () =>
    page.evaluate(() => {
      const all = Reflect.get(globalThis, 'control').calls;
      return all.filter(
        (/** @type {[string, { type: string }]} */ [, message]) => message?.type === 'sources',
      ).length;
    });
  await page.$$eval('details', (all) => {
    for (const details of all) details.open = true;
  });
  await refreshed(1);
  assert.equal(await asked(), 0);
  await page.click(button('Show source positions'));
  await page.waitForFunction(() =>
    document.querySelector('.source-lookup')?.textContent?.includes('2 of 3 places were found'),
  );
  assert.equal(await asked(), 1);
  await page.waitForFunction(
    () =>
      document.body.textContent?.match(/openConnection \(src\/client\.ts:12:5\)/g)?.length === 1,
  );
  assert.match(await page.$eval('.source-lookup', (node) => node.textContent ?? ''), /answers 404/);
  await refreshed(1);
  assert.equal(await asked(), 1);
});

test('what a page wrote is text', async () => {
  await open('hostile');
  assert.equal(await page.$('main img, main a, main script, main iframe'), null);
  assert.equal(await page.evaluate(() => Reflect.get(globalThis, 'hacked')), undefined);
  const text = await page.$eval('main', (node) => node.textContent ?? '');
  assert.match(text, /<img src=x onerror=/);
  // Not `doesNotMatch`: its message would be the whole page. A stack keeps its line ends.
  assert.equal(/[^\P{Cc}\n]|\p{Cf}/u.test(text), false);
});

test('a refresh loses neither scroll, nor focus, nor what is open, nor the question', async () => {
  await open('storm');
  await page.click('.sites summary');
  await page.click(button('Close Talk to Mili…'));
  assert.equal(await focused(), 'Keep');
  await page.evaluate(() => scrollTo(0, 300));
  await refreshed();
  assert.equal(await page.$eval('.sites', (node) => node.hasAttribute('open')), true);
  assert.equal(await page.evaluate(() => scrollY), 300);
  assert.equal(await focused(), 'Keep');
  assert.ok(await page.$(button('Yes, close Talk to Mili')));
});

test('closing a tab takes two clicks and can be taken back', async () => {
  await open('storm');
  await page.click(button('Close Talk to Mili…'));
  await page.click(button('Keep'));
  assert.equal(await focused(), 'Close Talk to Mili…');
  assert.deepEqual(await calls(), ['["tabs.query",{"active":true,"currentWindow":true}]']);
  await page.click(button('Close Talk to Mili…'));
  await page.click(button('Yes, close Talk to Mili'));
  await page.waitForFunction(() =>
    document.querySelector('.note')?.textContent?.includes('Closed'),
  );
  assert.equal((await calls()).at(-1), '["tabs.remove",8]');
});

test('going to a tab shows its window as well', async () => {
  await open('storm', '&tabId=7');
  await page.click(button('Go to Talk to Mili'));
  await page.waitForFunction(() => document.querySelector('.note')?.textContent !== '');
  assert.deepEqual(await calls(), [
    '["tabs.update",8,{"active":true}]',
    '["windows.update",3,{"focused":true}]',
  ]);
});

test('reload and permission are offered where they help', async () => {
  await open('reload');
  await page.click(button('Reload this tab'));
  assert.equal((await calls()).at(-1), '["tabs.reload",7]');
  await open('no-permission');
  await page.evaluate(() => Object.assign(Reflect.get(globalThis, 'control'), { grant: false }));
  await page.click(button('Allow on all sites'));
  await page.waitForFunction(() => document.querySelector('.note.failed'));
  assert.equal((await calls()).at(-1), '["permissions.request",{"origins":["<all_urls>"]}]');
});

/** The requests that the popup has sent, but for its own refresh. */
const sent = () =>
  page.evaluate(() =>
    Reflect.get(globalThis, 'control')
      .calls.filter((/** @type {string[]} */ [name]) => name === 'sendMessage')
      .map((/** @type {[string, { type: string }]} */ [, message]) => message)
      .filter((/** @type {{ type: string }} */ { type }) => type !== 'popup'),
  );
const noted = (/** @type {string} */ text) =>
  page.waitForFunction(
    (wanted) => document.querySelector('.note')?.textContent?.includes(wanted),
    {},
    text,
  );

test('pausing is asked for, can be taken back with a key, and shows at once', async () => {
  await open('healthy');
  await page.click(button('Pause on this site…'));
  assert.equal(await focused(), 'Cancel');
  assert.match(
    await page.$eval('.question', (node) => node.textContent ?? ''),
    /^Pause Whylag on voice\.example\.org\?/,
  );
  await page.keyboard.press('Escape');
  assert.equal(await focused(), 'Pause on this site…');
  assert.deepEqual(await sent(), []);
  await page.click(button('Pause on this site…'));
  await page.click(button('Pause and forget'));
  await page.waitForFunction(() => document.querySelector('.tone-word')?.textContent === 'Paused');
  assert.deepEqual(await sent(), [{ type: 'pause', tabId: 7, paused: true }]);
  assert.equal(await page.$('main table, footer button'), null);
  assert.match(String(await focused()), /^Paused on this site/);
  await page.click(button('Resume on this site'));
  await page.waitForSelector(button('Reload this tab'));
  // The question that was answered is not there again.
  assert.equal(await page.$('.question'), null);
  assert.deepEqual((await sent()).at(-1), { type: 'pause', tabId: 7, paused: false });
});

test('only chosen sites: asked for, listed, taken back one by one and as a whole', async () => {
  const unfold = () =>
    page.$$eval('details', (all) => {
      for (const details of all) details.open = true;
    });
  // Not where the footer stands over it.
  const press = async (/** @type {string} */ name) => {
    await page.$eval(button(name), (node) => node.scrollIntoView({ block: 'center' }));
    await page.click(button(name));
  };
  const listed = () =>
    page.$$eval('.site-list .address', (all) => all.map((one) => one.textContent));
  await open('healthy');
  await unfold();
  await press('Observe only chosen sites…');
  assert.match(
    await page.$eval('.question', (node) => node.textContent ?? ''),
    /^Observe voice\.example\.org only\?What is known of all other sites is forgotten/,
  );
  await page.keyboard.press('Escape');
  assert.equal(await focused(), 'Observe only chosen sites…');
  assert.deepEqual(await sent(), []);
  await press('Observe only chosen sites…');
  await press('Only this site');
  await noted('Only this site is observed.');
  assert.equal(await focused(), 'Observed sites');
  await page.waitForSelector(button('Observe all sites again'));
  assert.deepEqual(await listed(), ['https://voice.example.org']);
  // The control of the tab says what it does now.
  await press('Stop observing this site…');
  await press('Cancel');
  await press('Observe all sites again');
  await noted('All sites are observed.');
  assert.deepEqual(await sent(), [
    { type: 'observe-only', tabId: 7, only: true },
    { type: 'observe-only', tabId: 7, only: false },
  ]);

  await open('unchosen');
  await unfold();
  assert.equal(await page.$eval('.tone-word', (node) => node.textContent), 'Not observed');
  assert.equal(await page.$('main table, footer button'), null);
  await press('Remove talk.example.com');
  await noted('https://talk.example.com is not observed.');
  await page.waitForFunction(() => document.querySelectorAll('.site-list li').length === 1);
  await press('Observe this site');
  await page.waitForSelector(button('Reload this tab'));
  assert.deepEqual(await sent(), [
    { type: 'pause-listed', tabId: 7, origin: 'https://talk.example.com', paused: true },
    { type: 'pause', tabId: 7, paused: false },
  ]);

  // A paused site is resumed without a tab of it.
  await open('paused');
  await unfold();
  await press('Resume on mail.example.com');
  await noted('https://mail.example.com is observed.');
  assert.deepEqual(await sent(), [
    { type: 'pause-listed', tabId: 7, origin: 'https://mail.example.com', paused: false },
  ]);
});

test('a reload is asked for where something lives, and not where nothing does', async () => {
  await open('healthy');
  await page.click(button('Reload tab…'));
  assert.match(
    await page.$eval('.question', (node) => node.textContent ?? ''),
    /a call would be cut/,
  );
  await page.click(button('Cancel'));
  assert.equal(await focused(), 'Reload tab…');
  assert.equal(
    (await calls()).some((/** @type {string} */ call) => call.includes('reload')),
    false,
  );
  await page.click(button('Reload tab…'));
  await page.click(button('Reload it'));
  await noted('Reloading');
  assert.equal((await calls()).at(-1), '["tabs.reload",7]');
  await open('quiet');
  await page.click(button('Reload tab'));
  await noted('Reloading');
  assert.equal((await calls()).at(-1), '["tabs.reload",7]');
});

test('everything is deleted after a question, and what was stored is gone from the popup', async () => {
  await open('history-trimmed');
  await page.$$eval('details', (all) => {
    for (const details of all) details.open = true;
  });
  const told = () => page.$$eval('main', ([main]) => main?.textContent ?? '');
  assert.match(await told(), /214 tabs, open and closed/);
  await page.click(button('Delete everything…'));
  assert.equal(await focused(), 'Cancel');
  assert.match(await told(), /cannot be brought back/);
  await page.click(button('Cancel'));
  assert.deepEqual(await sent(), []);
  await page.click(button('Delete everything…'));
  await page.click(button('Delete everything'));
  await noted('Deleted what was stored of 214 tabs.');
  assert.deepEqual(await sent(), [{ type: 'delete-everything' }]);
  await page.waitForFunction(() => /Nothing is kept yet/.test(document.body.textContent ?? ''));
  assert.equal(await page.$(button('Got it')), null);
});

test('that the oldest of the history was deleted is said until it has been read', async () => {
  await open('history-trimmed');
  await refreshed(1);
  await page.click(button('Got it'));
  await page.waitForFunction(() => !/had no more room/.test(document.body.textContent ?? ''));
  assert.deepEqual(await sent(), [{ type: 'history-told' }]);
  await open('history-full');
  assert.match(await page.$$eval('main', ([main]) => main?.textContent ?? ''), /no room left/);
});

test('all other tabs are closed but those that a person would miss, which are named', async () => {
  await open('many');
  await page.click(button('Close all 3…'));
  assert.equal(await focused(), 'Keep');
  const text = await page.$eval('.section-head .question', (node) => node.textContent ?? '');
  assert.match(text, /^Close 3 other tabs of this site\?/);
  assert.match(
    text,
    /1 of them plays sound\. 1 pinned tab stays open\. 1 tab in a call stays open\./,
  );
  await page.click(button('Keep'));
  assert.deepEqual(await sent(), []);
  await page.click(button('Close all 3…'));
  await page.click(button('Close 3 tabs'));
  await noted('Closed 3 tabs.');
  assert.deepEqual(await sent(), [{ type: 'close-others', tabId: 7, tabIds: [11, 12, 13] }]);
  await page.waitForFunction(() => document.querySelectorAll('.sibling').length === 2);
  assert.match(String(await focused()), /^Other tabs of this site/);
  assert.equal(await page.$(button('Close all 3…')), null);
});

test('service workers are offered to be unregistered only where there are any', async () => {
  await open('healthy');
  assert.equal(await page.$('.workers'), null);
  await open('conversation');
  await page.$$eval('details', (all) => {
    for (const details of all) details.open = true;
  });
  await page.click(button('Unregister…'));
  await page.click(button('Keep'));
  assert.deepEqual(await sent(), []);
  await page.click(button('Unregister…'));
  await page.click(button('Unregister'));
  await noted('2 service workers unregistered. They go when their last tab is closed or reloaded.');
  assert.deepEqual(await sent(), [{ type: 'unregister-workers', tabId: 7 }]);
  await page.waitForFunction(() => !document.querySelector('.workers'));
});

test('service workers of a closed tab: from a page that is opened for it, which is said before', async () => {
  await open('orphan');
  await page.$$eval('details', (all) => {
    for (const details of all) details.open = true;
  });
  const text = async () => String(await page.$eval('main', (main) => main.textContent));
  assert.match(await text(), /sw\.js, active, 0 open tabs, 14 connections opened/);
  assert.match(await text(), /As they were when a page of this site was last asked/);
  assert.doesNotMatch(await text(), /robots\.txt/);
  await page.click(button('Unregister…'));
  assert.match(await text(), /one is opened in the background for a moment.*robots\.txt/);
  await page.click(button('Unregister'));
  await noted('1 service worker unregistered. It goes when its last tab is closed or reloaded.');
  assert.deepEqual(await sent(), [{ type: 'unregister-workers', tabId: 7 }]);
});

test('where no connection of a worker shows, that is said', async () => {
  await open('conversation');
  const text = await page.$eval('.workers', (list) => list.textContent);
  assert.match(String(text), /connections not observable.*waits to take over/);
});

test('a site that has left a service worker at work is told of, with the way to its report', async () => {
  await open('healthy');
  assert.equal(await page.$(button('Show its report')), null);
  await open('left-behind');
  await page.click(button('Show its report'));
  await noted('Opened its report.');
  const created = (await calls()).filter((/** @type {string} */ call) => /tabs\.create/.test(call));
  assert.match(created.join(), /popup\.html\?tabId=8"/);
});

test('an action that fails says why, and its button is there again', async () => {
  await open('healthy');
  await page.click(button('Pause on this site…'));
  await page.evaluate(() => Object.assign(Reflect.get(globalThis, 'control'), { fail: true }));
  await page.click(button('Pause and forget'));
  await noted('Could not pause: Could not establish connection');
  assert.equal(await focused(), 'Pause on this site…');
});

test('of many findings the first is whole, the others fold, each says what it is because of', async () => {
  await open('many');
  const cards = await page.$$eval('section > .finding', (all) =>
    all.map((card) => ({
      title: card.querySelector('h3')?.textContent,
      because: card.querySelector('.because')?.textContent ?? null,
      evidence: card.querySelector('.evidence')?.checkVisibility() ?? null,
    })),
  );
  assert.equal(cards.length, 8);
  assert.deepEqual(cards[0], { title: 'Reconnects in a loop', because: null, evidence: true });
  assert.deepEqual(cards[1], {
    title: 'Voice detectors are started and never ended',
    because: 'Probably because of “Reconnects in a loop”.',
    evidence: false,
  });
  assert.equal(cards.filter(({ evidence }) => evidence).length, 1);
  await page.$$eval('.fold', (all) => {
    for (const fold of all) /** @type {HTMLDetailsElement} */ (fold).open = true;
  });
  const over = await page.$$eval('.finding.over', (all) => all.map((card) => card.textContent));
  assert.equal(over.length, 2);
  for (const text of over) assert.match(String(text), /over since .*, lasted /);
});

test('of hundreds of tabs the first are drawn, all when they are asked for', async () => {
  await open('crowd');
  const rows = () => page.$$eval('.sibling', (all) => all.length);
  assert.equal(await rows(), 20);
  await page.click(button('Show all 199 tabs'));
  await page.waitForFunction(() => document.querySelectorAll('.sibling').length === 199);
  assert.match(String(await focused()), /Other tabs of this site/);
  await refreshed();
  assert.equal(await rows(), 199);
});

test('both exports are saved, under a name that says what they are', async () => {
  const downloads = join(folder, 'downloads');
  const session = await browser.target().createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: downloads });
  await open('storm');
  await page.click(button('Export JSON'));
  await page.waitForFunction(() => document.querySelector('.note')?.textContent?.includes('.json'));
  await page.click(button('Export Markdown'));
  await page.waitForFunction(() => document.querySelector('.note')?.textContent?.includes('.md'));
  /** @type {string[]} */
  let names = [];
  for (let i = 0; i < 50 && names.length < 2; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    names = (await readdir(downloads)).filter((name) => /\.(json|md)$/.test(name)).sort();
  }
  assert.match(names[0] ?? '', /^whylag-voice\.example\.org-2026-03-14T10-30-\d\d\.json$/);
  const report = JSON.parse(await readFile(join(downloads, names[0] ?? ''), 'utf8'));
  assert.equal(report.schemaVersion, 1);
  assert.equal(report.findings.length, 4);
  assert.match(await readFile(join(downloads, names[1] ?? ''), 'utf8'), /^# Whylag report/);
});

test('copying says whether it worked', async () => {
  await open('storm');
  const context = browser.defaultBrowserContext();
  const origin = new URL(page.url()).origin;
  await context.overridePermissions(origin, ['clipboard-read', 'clipboard-sanitized-write']);
  await page.bringToFront();
  await page.click(button('Copy Markdown'));
  await page.waitForFunction(() =>
    document.querySelector('.note')?.textContent?.includes('Copied'),
  );
  assert.match(await page.evaluate(() => navigator.clipboard.readText()), /^# Whylag report/);
  await page.evaluate(() => Object.assign(Reflect.get(globalThis, 'control'), { fail: true }));
  await page.click(button('Copy Markdown'));
  await page.waitForFunction(() =>
    document.querySelector('.note.failed')?.textContent?.includes('Could not copy'),
  );
});

test('a background that goes away is said, its last numbers stay, and it is found again', async () => {
  await open('storm');
  await page.evaluate(() => Object.assign(Reflect.get(globalThis, 'control'), { fail: true }));
  await page.waitForSelector('.lost');
  assert.ok(await page.$('.verdict'));
  await page.evaluate(() => Object.assign(Reflect.get(globalThis, 'control'), { fail: false }));
  await page.click(button('Try again'));
  await page.waitForFunction(() => !document.querySelector('.lost'), { timeout: 3_000 });
});

test('a tab number that is none is said', async () => {
  await page.goto(server.url('state=storm&tabId=x'));
  await page.waitForSelector('.lost');
  assert.match(await page.$eval('.lost', (node) => node.textContent ?? ''), /"x" is no tab number/);
});

test('a rate that flickers is not read out each second, another verdict is', async () => {
  await open('storm');
  await page.evaluate(() => {
    const { snapshot } = Reflect.get(globalThis, 'control');
    snapshot.verdict.text = snapshot.verdict.text.replace('11 times', '12 times');
  });
  await page.waitForFunction(() =>
    document.querySelector('#verdict')?.textContent?.includes('12 times'),
  );
  const readOut = () => page.$eval('.read-out', (node) => node.textContent ?? '');
  assert.match(await readOut(), /11 times/);
  await page.evaluate(() => {
    Reflect.get(globalThis, 'control').snapshot.verdict = { tone: 'ok', text: 'Nothing wrong.' };
  });
  await page.waitForFunction(() => document.querySelector('.tone-ok'));
  assert.equal(await readOut(), 'All clear: Nothing wrong.');
});

test('nothing is asked while the popup is hidden, and at once when it is seen again', async () => {
  await open('healthy');
  const asked = () =>
    page.evaluate(() => {
      const all = Reflect.get(globalThis, 'control').calls;
      return all.filter((/** @type {string[]} */ [name]) => name === 'sendMessage').length;
    });
  /** @param {string} value */
  const turn = (value) =>
    page.evaluate((state) => {
      Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
      document.dispatchEvent(new Event('visibilitychange'));
    }, value);
  await turn('hidden');
  const before = await asked();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  assert.equal(await asked(), before);
  await turn('visible');
  assert.equal(await asked(), before + 1);
});

test('automation finds the API on the page', async () => {
  await open('healthy', '&tabId=7');
  const report = await page.evaluate(() =>
    Reflect.get(globalThis, 'browser').runtime.sendMessage({ type: 'popup', tabId: 7 }),
  );
  assert.equal(report.report.schemaVersion, 1);
});

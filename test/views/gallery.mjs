/**
 * Draws the popup in every state, light and dark, as a popup and as a page, for a person to look at:
 * `node test/views/gallery.mjs [state…]` writes PNGs to a folder in the system's temporary directory.
 */
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launch } from 'puppeteer-core';
import { CHROMIUM, STATES, servePopup } from './popup-server.mjs';

const LOOKS = /** @type {const} */ ([
  { name: 'popup', query: '', width: 420 },
  { name: 'page', query: '&tabId=7', width: 900 },
]);

/**
 * As high as its content: a full-page screenshot would leave the footer in the middle.
 * @param {import('puppeteer-core').Page} page
 * @param {string} path
 * @param {number} width
 */
async function shoot(page, path, width) {
  const height = await page.evaluate(() => document.body.offsetHeight);
  await page.setViewport({ width, height, deviceScaleFactor: 1.5 });
  // The layout is right at once, the picture a few frames later: the footer would stand where it was.
  await new Promise((resolve) => setTimeout(resolve, 300));
  await page.screenshot({ path, captureBeyondViewport: false });
}

const out = join(tmpdir(), 'whylag-shots');
await mkdir(out, { recursive: true });
const server = await servePopup(join(tmpdir(), 'whylag-gallery-build'));
const browser = await launch(CHROMIUM);
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.log(`${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => console.log(`page error: ${error}`));
  for (const state of process.argv.length > 2 ? process.argv.slice(2) : [...STATES, 'loading']) {
    for (const { name, query, width } of LOOKS) {
      for (const scheme of ['light', 'dark']) {
        await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }]);
        await page.setViewport({ width, height: 300, deviceScaleFactor: 1.5 });
        await page.goto(server.url(`state=${state}${query}`));
        await page.waitForSelector(state === 'loading' ? '.loading' : '.verdict, .lost');
        // Long enough for what fades in.
        await new Promise((resolve) => setTimeout(resolve, 500));
        await page.screenshot({
          path: join(out, `${state}-${name}-${scheme}.png`),
          fullPage: true,
        });
        if (name === 'popup' && scheme === 'light') {
          await page.$$eval('details', (all) => {
            for (const details of all) details.open = true;
          });
          await shoot(page, join(out, `${state}-open.png`), width);
        }
      }
    }
  }
  console.log(out);
} finally {
  await browser.close();
  server.close();
}

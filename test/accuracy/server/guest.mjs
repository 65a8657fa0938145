import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { make } from '../../lab/build.mjs';
import { VOICE_DIR } from '../../lab/paths.mjs';
import { serveFile } from '../../lab/static.mjs';
import { hlsAnswer } from './hls.mjs';

/**
 * What the suite adds to the lab: its pages at `/accuracy/<page>`, their scripts, an HLS stream and a
 * worklet.
 */

const PAGES_DIR = fileURLToPath(new URL('../pages', import.meta.url));
const WORKLET = fileURLToPath(new URL('./worklet.js', import.meta.url));
const PREFIX = '/accuracy/';
const BUILT = `${PREFIX}built/`;

/**
 * @param {readonly string[]} pages
 * @param {readonly string[]} libraries
 */
const build = (pages, libraries) =>
  make({
    builds: 'built-accuracy',
    root: PAGES_DIR,
    also: ['microphone.js', 'playback.js'].map((name) => `${VOICE_DIR}/${name}`),
    packages: ['vite', ...libraries],
    input: Object.fromEntries(pages.map((page) => [page, `${PAGES_DIR}/${page}.js`])),
    proof: `${pages[0]}.js`,
    config: {
      base: BUILT,
      // StrictMode runs effects twice in development only.
      define: { 'process.env.NODE_ENV': '"development"' },
      build: { minify: false, rollupOptions: { output: { entryFileNames: '[name].js' } } },
    },
  });

/** @param {string} page */
const htmlOf = (page) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>${page}</title>
<base href="/">
<link rel="icon" href="data:,">
<body><main id="stage" style="min-height: 200px">${page}</main>
<script type="module" src="${BUILT}${page}.js"></script>
`;

/**
 * @param {readonly string[]} pages
 * @param {readonly string[]} libraries
 * @returns {Promise<import('../../lab/server.mjs').Guest['request']>}
 */
export async function guestFor(pages, libraries) {
  const built = await build(pages, libraries);
  return async (request, response, url) => {
    if (!url.pathname.startsWith(PREFIX)) return false;
    const rest = url.pathname.slice(PREFIX.length);
    if (url.pathname.startsWith(BUILT)) {
      await serveFile(request, response, url.pathname.slice(BUILT.length - 1), built);
    } else if (pages.includes(rest)) {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(htmlOf(rest));
    } else if (rest.startsWith('hls/')) {
      const { type, body } = hlsAnswer(url);
      response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
    } else if (rest === 'worklet.js') {
      response.writeHead(200, { 'content-type': 'text/javascript' }).end(await readFile(WORKLET));
    } else {
      return false;
    }
    return true;
  };
}

import { readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { build } from 'vite';
import { findBrowser } from '../../src/cli/find-browser.mjs';

/** The popup's states, by the names of their fixtures; `loading` has nothing to draw yet. */
export const STATES = [
  'storm',
  'many',
  'paused',
  'truncated',
  'chosen',
  'unchosen',
  'accumulation',
  'crowd',
  'healthy',
  'earlier-only',
  'quiet',
  'reload',
  'forbidden',
  'no-permission',
  'catching-up',
  'conversation',
  'blocked',
  'crashed',
  'discarded',
  'closed',
  'orphan',
  'left-behind',
  'hostile',
  'unreachable',
  'history-full',
  'history-trimmed',
];

const root = fileURLToPath(new URL('../../', import.meta.url));
const TYPES = /** @type {Record<string, string>} */ ({
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
});

/**
 * Chromium as root in a container; pipe and flags as everywhere in this project.
 * @type {import('puppeteer-core').LaunchOptions}
 */
export const CHROMIUM = {
  executablePath: findBrowser('chrome') ?? '',
  headless: true,
  pipe: true,
  args: [
    '--no-sandbox',
    '--disable-gpu',
    '--disable-quic',
    '--no-first-run',
    '--disable-dev-shm-usage',
  ],
};

/**
 * Builds the popup with the browser's API exchanged for browser-stub.ts and serves it under the extension's own
 * content security policy, so that what the extension would block is blocked here too.
 * @param {string} outDir where the build goes; outside the repository
 */
export async function servePopup(outDir) {
  const policy = JSON.parse(await readFile(join(root, 'manifest.json'), 'utf8'))
    .content_security_policy.extension_pages;
  await build({
    configFile: false,
    root,
    logLevel: 'warn',
    plugins: [
      preact(),
      {
        name: 'browser-stub',
        enforce: 'pre',
        resolveId: (id) =>
          id.endsWith('/adapters/browser') ? join(root, 'test/views/browser-stub.ts') : null,
      },
    ],
    build: {
      outDir,
      emptyOutDir: true,
      modulePreload: false,
      rolldownOptions: { input: join(root, 'src/views/popup/popup.html') },
    },
  });
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = join(outDir, normalize(pathname));
    try {
      const body = await readFile(file);
      response.writeHead(200, {
        'content-type': TYPES[extname(file)] ?? 'application/octet-stream',
        'content-security-policy': policy,
      });
      response.end(body);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(null)));
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  return {
    /** @param {string} query */
    url: (query) => `http://127.0.0.1:${address.port}/src/views/popup/popup.html?${query}`,
    close: () => server.close(),
  };
}

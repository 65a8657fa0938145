import { PAGES } from './pages.mjs';

/**
 * What a page or a person asks the lab over HTTP: `POST /lab/command` with `{ path, mode, … }` or
 * `{ restart: ms }`, `GET /lab/counts?path=…`, the module `/lab/config.js`, the list of pages at `/`.
 *
 * @typedef {object} Controls
 * @property {string} origin
 * @property {number} refusedPort
 * @property {(path: string, command: Record<string, unknown>) => void} command
 * @property {(downMs: number) => Promise<void>} restart
 * @property {(path?: string) => import('./ledger.mjs').Counts} counts
 */

const MAX_BODY = 4096;

/**
 * @param {import('node:http').IncomingMessage} request
 * @returns {Promise<Record<string, unknown>>}
 */
async function readJson(request) {
  let body = '';
  for await (const chunk of request) {
    body += chunk;
    if (body.length > MAX_BODY) throw new RangeError('command too long');
  }
  const command = JSON.parse(body);
  if (command === null || typeof command !== 'object') throw new RangeError('not a command');
  return command;
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {Controls} controls
 */
async function obey(request, response, controls) {
  // Any page of the browser can reach this port; only the lab's own may command it.
  const { origin } = request.headers;
  if (request.method !== 'POST' || (origin !== undefined && origin !== controls.origin)) {
    response.writeHead(403).end();
    return;
  }
  try {
    const { path, restart, ...command } = await readJson(request);
    if (restart !== undefined) {
      const downMs = Number(restart);
      if (!(downMs >= 0 && downMs <= 60_000)) throw new RangeError('restart: 0 to 60000 ms');
      // The answer has to be out before the port goes down.
      response.once('finish', () => void controls.restart(downMs));
    } else {
      controls.command(String(path), command);
    }
    response.writeHead(202, { 'content-length': 0 }).end();
  } catch (error) {
    response.writeHead(400).end(error instanceof Error ? error.message : String(error));
  }
}

/** @returns {string} */
function listOfPages() {
  const items = PAGES.map(
    ({ path, fault, note }) =>
      `<li><a href="${path.replaceAll('&', '&amp;')}">${path}</a>${fault ? ` <b>${fault}</b>` : ''}<br>${note}`,
  );
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>Whylag lab</title>
<style>:root { color-scheme: light dark; font: 16px/1.5 system-ui } body { max-width: 45rem; margin: 2rem auto; padding: 0 1rem } li { margin: .5rem 0 }</style>
<h1>Whylag lab</h1><p>Pages that misbehave on purpose (the finding is named), and their healthy twins.<ul>${items.join('\n')}</ul>`;
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {URL} url
 * @param {Controls} controls
 * @returns {Promise<boolean>} false: not a control path
 */
export async function serveControl(request, response, url, controls) {
  if (url.pathname === '/') {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(listOfPages());
  } else if (url.pathname === '/favicon.ico') {
    response.writeHead(204).end();
  } else if (url.pathname === '/lab/command') {
    await obey(request, response, controls);
  } else if (url.pathname === '/lab/counts') {
    const counts = controls.counts(url.searchParams.get('path') ?? undefined);
    response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(counts));
  } else if (url.pathname === '/lab/config.js') {
    response
      .writeHead(200, { 'content-type': 'text/javascript' })
      .end(`export const refusedPort = ${controls.refusedPort};\n`);
  } else {
    return false;
  }
  return true;
}

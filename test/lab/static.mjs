import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { MODULES, PAGES_DIR } from './paths.mjs';

/** A wrong type is a broken page: workers, modules and streamed wasm are refused without theirs. */
/** @type {Record<string, string>} */
const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.svg': 'image/svg+xml',
  '.wasm': 'application/wasm',
  '.onnx': 'application/octet-stream',
  '.wav': 'audio/wav',
};

/**
 * Where a path may be found, in order. `/libs/` mixes both packages as the traced page's does.
 *
 * @param {string} path
 * @param {string} built
 * @returns {{ roots: string[], file: string }}
 */
function lookUp(path, built) {
  if (path.startsWith('/pages/')) return { roots: [PAGES_DIR], file: path.slice('/pages/'.length) };
  if (path.startsWith('/libs/')) {
    const roots = ['@ricky0123/vad-web/dist', 'onnxruntime-web/dist'];
    return { roots: roots.map((root) => join(MODULES, root)), file: path.slice('/libs/'.length) };
  }
  if (path.startsWith('/clients/built/')) {
    return { roots: [built], file: path.slice('/clients/built/'.length) };
  }
  return { roots: [built], file: path.slice(1) };
}

/**
 * @param {string} path decoded
 * @param {string} built
 */
async function find(path, built) {
  const { roots, file } = lookUp(path, built);
  for (const root of roots) {
    const candidate = normalize(join(root, file));
    if (!candidate.startsWith(root + sep)) continue;
    const found = await stat(candidate).catch(() => null);
    if (found?.isFile()) return { file: candidate, size: found.size };
  }
  return null;
}

/**
 * @param {import('node:http').IncomingMessage} request
 * @param {import('node:http').ServerResponse} response
 * @param {string} pathname
 * @param {string} built
 */
export async function serveFile(request, response, pathname, built) {
  const found = await find(decodeURIComponent(pathname), built);
  if (!found) {
    response.writeHead(404, { 'content-type': 'text/plain' }).end(`no ${pathname}\n`);
    return;
  }
  response.writeHead(200, {
    'content-type': TYPES[extname(found.file)] ?? 'application/octet-stream',
    'content-length': found.size,
    'cache-control': pathname.startsWith('/libs/') ? 'max-age=3600' : 'no-cache',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  // A page that is closed while it loads is no error of ours.
  await pipeline(createReadStream(found.file), response).catch(() => response.destroy());
}

import { readdir } from 'node:fs/promises';
import { beforeAll, describe, expect, it } from 'vitest';
import { PAGES } from './pages.mjs';
import { PAGES_DIR } from './paths.mjs';
import { responseOf } from './response';
import { type Lab, startLab } from './server.mjs';

let lab: Lab;

beforeAll(async () => {
  lab = await startLab();
  return () => lab.close();
}, 120_000);

describe('pages', () => {
  it('are all in the table, and served with the type a browser insists on', async () => {
    const files = (await readdir(PAGES_DIR)).filter((name) => name.endsWith('.html'));
    const listed = new Set(PAGES.map(({ path }) => path.split('?')[0]));
    expect([...listed].sort()).toEqual(['/voice.html', ...files.map((f) => `/pages/${f}`)].sort());
    for (const path of listed) {
      const { code, type, end } = await responseOf(lab.origin + path);
      expect([path, code, type]).toEqual([path, 200, 'text/html; charset=utf-8']);
      end();
    }
    const types = {
      '/libs/ort-wasm-simd-threaded.wasm': 'application/wasm',
      '/libs/ort-wasm-simd-threaded.mjs': 'text/javascript; charset=utf-8',
      '/libs/vad.worklet.bundle.min.js': 'text/javascript; charset=utf-8',
      '/libs/silero_vad_v5.onnx': 'application/octet-stream',
    };
    for (const [path, type] of Object.entries(types)) {
      const response = await responseOf(lab.origin + path);
      expect([response.code, response.type]).toEqual([200, type]);
      response.end();
    }
  });

  it('names only known twins, and nothing outside its folders is served', async () => {
    const paths = new Set(PAGES.map(({ path }) => path));
    for (const { path, fault, twinOf } of PAGES) {
      if (twinOf) expect([path, fault, paths.has(twinOf)]).toEqual([path, null, true]);
    }
    for (const path of ['/pages/..%2fserver.mjs', '/libs/..%2fpackage.json', '/%2e%2e/x']) {
      expect((await responseOf(lab.origin + path)).code).toBe(404);
    }
  });
});

import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * The bridge as one script, as the browsers get it but for its size: it is run anew for each case, among
 * globals of the case.
 * @returns {Promise<string>}
 */
export async function bridgeCode() {
  const entry = fileURLToPath(new URL('../../src/bridge/bridge.iife.ts', import.meta.url));
  const result = await build({
    configFile: false,
    logLevel: 'silent',
    build: {
      write: false,
      minify: false,
      lib: { entry, formats: ['iife'], name: 'bridge' },
    },
  });
  const [first] = /** @type {any[]} */ (Array.isArray(result) ? result : [result]);
  return first.output[0].code;
}

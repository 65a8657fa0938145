import { fileURLToPath } from 'node:url';
import { build } from 'vite';

/**
 * A small client as a page serves it: bundled and minified into one file, with its source map.
 * @returns {Promise<{ script: string, map: string }>} the script without the comment that names its map
 */
export async function buildMapped() {
  const result = await build({
    configFile: false,
    root: fileURLToPath(new URL('mapped', import.meta.url)),
    logLevel: 'warn',
    publicDir: false,
    build: {
      write: false,
      minify: true,
      sourcemap: 'hidden',
      modulePreload: false,
      target: ['chrome116', 'firefox128'],
      reportCompressedSize: false,
      rolldownOptions: {
        input: fileURLToPath(new URL('mapped/app.js', import.meta.url)),
        output: { entryFileNames: 'app.js', format: 'iife' },
      },
    },
  });
  const [made] = Array.isArray(result) ? result : [result];
  const chunks = made && 'output' in made ? made.output : [];
  const chunk = chunks.find((one) => one.type === 'chunk');
  if (chunk?.type !== 'chunk' || !chunk.map) throw new Error('the bundle has no source map');
  return { script: chunk.code, map: JSON.stringify(chunk.map) };
}

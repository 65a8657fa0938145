import { readFileSync } from 'node:fs';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { minify } from 'terser';
import { defineConfig, type Plugin } from 'vite';
import { SHORT_NAMES } from './src/protocol/short-names.ts';

const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

/**
 * Every page gets the content scripts: what a second minifier takes off them is worth its time. The page
 * script's own objects get short names too, and no others (`only_cache`).
 */
const smallContentScripts: Plugin = {
  name: 'small-content-scripts',
  enforce: 'post',
  async generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type !== 'asset' || !file.fileName.endsWith('.iife.js')) continue;
      const { code } = await minify(String(file.source), {
        ecma: 2020,
        toplevel: true,
        mangle: { properties: file.fileName.endsWith('page.iife.js') && ownNames() },
        compress: { passes: 4, unsafe_arrows: true, keep_fargs: false },
      });
      if (code) file.source = code;
    }
  },
};

const ownNames = () => ({
  // A name of ours may be one that the browser has too, on other objects.
  builtins: true,
  only_cache: true,
  cache: { props: new Map(SHORT_NAMES) },
});

/** `vite build --mode chrome|firefox`: one manifest, two packages; the version comes from package.json alone. */
export default defineConfig(({ mode, command }) => {
  // Whatever the shell says: packages that ask for it would be built in another way.
  if (command === 'build') process.env.NODE_ENV = 'production';
  const browser = mode === 'firefox' ? 'firefox' : 'chrome';
  const { version } = read('./package.json');
  const manifest = { ...read('./manifest.json'), version };
  if (browser === 'chrome') delete manifest.browser_specific_settings;
  else delete manifest.minimum_chrome_version;
  return {
    plugins: [
      preact(),
      crx({ manifest: manifest as ManifestV3Export, browser }),
      smallContentScripts,
    ],
    build: {
      outDir: `dist/${browser}`,
      emptyOutDir: true,
      target: browser === 'chrome' ? 'chrome116' : 'firefox128',
      modulePreload: false,
      reportCompressedSize: false,
    },
    // A busy machine takes its time; a test that hangs is still found.
    test: { include: ['test/**/*.test.ts'], exclude: ['test/browser/**'], testTimeout: 60_000 },
  };
});

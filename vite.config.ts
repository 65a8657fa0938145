import { readFileSync } from 'node:fs';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { minify as terser } from 'terser';
import { defineConfig, minify, type Plugin } from 'vite';
import { SHORT_NAMES } from './src/protocol/short-names.ts';

const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

/**
 * Every page gets the content scripts: what two minifiers take off them, each in its turn, is worth the time.
 * The page script's own objects get short names too, and no others (`only_cache`). Of everything else the
 * names of things are only shortened once.
 */
const smallScripts: Plugin = {
  name: 'small-scripts',
  enforce: 'post',
  async generateBundle(_options, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'chunk')
        file.code = (await minify(file.fileName, file.code, { module: true })).code;
      else if (file.fileName.endsWith('.iife.js')) {
        const named = await minify(file.fileName, String(file.source), { mangle: false });
        const { code = named.code } = await terser(named.code, {
          ecma: 2020,
          toplevel: true,
          mangle: { properties: file.fileName.endsWith('page.iife.js') && ownNames() },
          compress: { passes: 4, unsafe_arrows: true, keep_fargs: false },
        });
        file.source = (await minify(file.fileName, code, { mangle: { toplevel: true } })).code;
      }
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
    plugins: [preact(), crx({ manifest: manifest as ManifestV3Export, browser }), smallScripts],
    build: {
      outDir: `dist/${browser}`,
      emptyOutDir: true,
      target: browser === 'chrome' ? 'chrome116' : 'firefox128',
      modulePreload: false,
      // `smallScripts` does that.
      minify: false,
      cssMinify: true,
      reportCompressedSize: false,
      // No hashes: they would be those of code that is not small yet, which names the folders it was built in.
      rolldownOptions: {
        output: {
          entryFileNames: 'assets/[name].js',
          chunkFileNames: 'assets/[name].js',
          assetFileNames: 'assets/[name][extname]',
        },
      },
    },
    // A busy machine takes its time; a test that hangs is still found.
    test: { include: ['test/**/*.test.ts'], exclude: ['test/browser/**'], testTimeout: 60_000 },
  };
});

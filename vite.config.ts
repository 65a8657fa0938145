import { readFileSync } from 'node:fs';
import { crx, type ManifestV3Export } from '@crxjs/vite-plugin';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

const read = (file: string) => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

/** `vite build --mode chrome|firefox`: one manifest, two packages; the version comes from package.json alone. */
export default defineConfig(({ mode }) => {
  const browser = mode === 'firefox' ? 'firefox' : 'chrome';
  const { version } = read('./package.json');
  const manifest = { ...read('./manifest.json'), version };
  if (browser === 'chrome') delete manifest.browser_specific_settings;
  else delete manifest.minimum_chrome_version;
  return {
    plugins: [preact(), crx({ manifest: manifest as ManifestV3Export, browser })],
    build: {
      outDir: `dist/${browser}`,
      emptyOutDir: true,
      target: browser === 'chrome' ? 'chrome116' : 'firefox128',
      modulePreload: false,
      reportCompressedSize: false,
    },
    test: { include: ['test/**/*.test.ts'], exclude: ['test/browser/**'] },
  };
});

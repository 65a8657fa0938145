import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Its id in Firefox, and the UUID that its pages have there. */
export const STRANGER_ID = 'stranger@example.org';
export const STRANGER_UUID = '22222222-2222-4333-8444-555555555555';

/**
 * A second extension in a folder of its own: one page, which may do what every extension may.
 * @param {import('../../src/cli/find-browser.mjs').BrowserKind} kind
 */
export function makeStranger(kind) {
  const dir = mkdtempSync(join(tmpdir(), 'whylag-stranger-'));
  const manifest = {
    manifest_version: 3,
    name: 'Stranger',
    version: '1',
    action: { default_popup: 'page.html' },
    ...(kind === 'firefox'
      ? { browser_specific_settings: { gecko: { id: STRANGER_ID, strict_min_version: '128.0' } } }
      : {}),
  };
  writeFileSync(join(dir, 'manifest.json'), JSON.stringify(manifest));
  writeFileSync(
    join(dir, 'page.html'),
    '<!doctype html><title>Stranger</title><script src="page.js"></script>',
  );
  // The pages of extensions are known to be there by this name.
  writeFileSync(join(dir, 'page.js'), 'globalThis.browser ??= globalThis.chrome;');
  return { dir, remove: () => rmSync(dir, { recursive: true, force: true }) };
}

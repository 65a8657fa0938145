import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, test } from 'vitest';

/* What docs/PRIVACY.md says, held against the manifest and the sources. */

const root = fileURLToPath(new URL('..', import.meta.url));
const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');
const manifest = JSON.parse(textOf('manifest.json'));
const document = textOf('docs/PRIVACY.md');

const sourcesIn = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
/** Without comments, which may speak of what is not done. */
const code = sourcesIn('src')
  .join('\n')
  .replace(/\/\*[\s\S]*?\*\//g, '')
  .replace(/(^|\s)\/\/.*$/gm, '');

/** What each permission opens, as it stands where it is used. */
const USES: Record<string, RegExp> = {
  scripting: /\bbrowser\.scripting\b/,
  storage: /\bbrowser\.storage\b/,
  // Addresses and titles of tabs; going to one and closing one needs no permission.
  tabs: /\blive\.(url|title)\b/,
  webRequest: /\bbrowser\.webRequest\b/,
  '<all_urls>': /\bfetch\(/,
};

describe('permissions', () => {
  const rows = [...document.matchAll(/^\| `([^`]+)`[^|]*\|([^|]+)\|([^|]+)\|$/gm)];
  const told = rows.map(([, name]) => name as string);
  const asked: string[] = [...manifest.permissions, ...manifest.host_permissions];

  test('are those that are explained, and no others', () => {
    expect(told.toSorted()).toEqual(asked.toSorted());
    expect(new Set(told).size).toBe(told.length);
  });

  test.each(rows.map(([, name = '', what = '', without = '']) => [name, what, without]))(
    '%s says what it is for and what would be missing, and is used',
    (name, what, without) => {
      expect(what.trim().length).toBeGreaterThan(30);
      expect(without.trim().length).toBeGreaterThan(10);
      expect(USES[name]).toBeDefined();
      expect(code).toMatch(USES[name] as RegExp);
    },
  );

  test('none is asked for later, none is optional', () => {
    expect(manifest).not.toHaveProperty('optional_permissions');
    expect(manifest).not.toHaveProperty('optional_host_permissions');
    // The popup asks again for the host access that a person has not given.
    expect(code.match(/permissions\.request\([^)]*\)/g)).toEqual([
      "permissions.request({ origins: ['<all_urls>'] })",
    ]);
  });

  test('nothing is used that needs another one', () => {
    const apis = [...code.matchAll(/\bbrowser\.([a-z]\w*)/g)]
      .map(([, api]) => api as string)
      // Of the report, which browser it was made in.
      .filter((api) => api !== 'name' && api !== 'version');
    const free = ['action', 'permissions', 'runtime', 'windows'];
    const paid = asked.filter((name) => name !== '<all_urls>');
    expect([...new Set(apis)].toSorted()).toEqual([...new Set([...free, ...paid])].toSorted());
  });

  test('webRequest only listens', () => {
    expect(manifest.permissions).not.toContain('webRequestBlocking');
    expect(code).not.toMatch(/\bcancel: true|redirectUrl|requestHeaders|['"]blocking['"]/);
  });
});

describe('strangers', () => {
  test('cannot connect, and find no file of ours', () => {
    for (const key of ['externally_connectable', 'web_accessible_resources', 'sandbox'])
      expect(manifest).not.toHaveProperty(key);
    expect(code).not.toMatch(/on(Message|Connect)External|onUserScript/);
  });

  test('the policy is as strict as it can be', () => {
    const policy = manifest.content_security_policy.extension_pages as string;
    const rules = Object.fromEntries(
      policy.split(/;\s*/).map((rule) => rule.split(/ (.*)/s).slice(0, 2)),
    );
    expect(rules).toEqual({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'img-src': "'self'",
      // On a click on "Show source positions", and for nothing else: see below.
      'connect-src': 'http: https:',
      'base-uri': "'none'",
      'form-action': "'none'",
      'frame-ancestors': "'none'",
    });
  });
});

describe('what leaves the machine', () => {
  const WAYS =
    /\bfetch\(|XMLHttpRequest|new WebSocket\(|new EventSource\(|sendBeacon|importScripts|new Worker\(|RTCPeerConnection\(|WebTransport\(/;
  const files = (folder: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length));

  /** Without comments, and without the words that a person reads. */
  const bare = (text: string): string =>
    text.replace(/\/\*[\s\S]*?\*\/|\/\/.*$|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/gm, '');

  test('one file asks the network', () => {
    const ask = ['background', 'adapters', 'bridge', 'core', 'protocol', 'views']
      .flatMap((folder) => files(`src/${folder}`))
      .filter((file) => WAYS.test(bare(textOf(file))));
    expect(ask).toEqual(['src/background/sources/fetch-text.ts']);
  });

  test('that file is used by the sources that a click asks for, and by nothing else', () => {
    const users = files('src').filter((file) => /\bfetchText\b/.test(bare(textOf(file))));
    expect(users).toEqual(['src/background/requests.ts', 'src/background/sources/fetch-text.ts']);
  });
});

test('nothing that a page wrote becomes markup in a view', () => {
  const views = sourcesIn('src/views').join('\n');
  expect(views).not.toMatch(
    /dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|document\.write|srcdoc|createContextualFragment/,
  );
  // No address of a page's is a link or a source either.
  const places = [...views.matchAll(/\b(href|src|action|xlinkHref)=(\{[^}]*\}|"[^"]*")/g)];
  expect(places.map(([, , value]) => value).toSorted()).toEqual(['"/icons/whylag.svg"']);
});

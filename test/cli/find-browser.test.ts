import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findBrowser, findOnPath } from '../../src/cli/find-browser.mjs';

let dir = '';
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'whylag-find-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

function program(name: string, text = '#!/bin/sh\n', mode = 0o755): string {
  const file = join(dir, name);
  mkdirSync(join(file, '..'), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
  return file;
}
const onPath = (...folders: string[]) => ({
  PATH: folders.map((name) => join(dir, name)).join(':'),
});
const linux = { platform: 'linux' as const, home: '/nowhere' };

test('the first name on PATH wins over the first folder', () => {
  program('a/google-chrome');
  const chromium = program('b/chromium');
  expect(findBrowser('chrome', { ...linux, env: onPath('a', 'b') })).toBe(chromium);
});

test('a named browser is used, and a wrong name is an error though another is there', () => {
  program('a/firefox');
  const named = program('mine');
  const env = { ...onPath('a'), WHYLAG_FIREFOX: named };
  expect(findBrowser('firefox', { ...linux, env })).toBe(named);
  const wrong = { ...onPath('a'), WHYLAG_FIREFOX: '/no/such/firefox' };
  expect(() => findBrowser('firefox', { ...linux, env: wrong })).toThrow(
    'WHYLAG_FIREFOX names /no/such/firefox, which is not a program.',
  );
});

test('folders, plain files and stubs that only ask for the snap are no browser', () => {
  mkdirSync(join(dir, 'a/chromium'), { recursive: true });
  program('b/chromium', 'text', 0o644);
  program('c/chromium', '#!/bin/sh\necho "requires the chromium snap to be installed"\n');
  expect(findOnPath(['chromium'], { ...linux, env: onPath('a', 'b', 'c') })).toBeUndefined();
});

test.each([
  ['darwin', 'chrome', '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'],
  ['darwin', 'firefox', '/home/me/Applications/Firefox.app/Contents/MacOS/firefox'],
  ['win32', 'chrome', 'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe'],
  ['win32', 'firefox', 'D:\\Tools\\firefox.exe'],
  ['linux', 'chrome', '/snap/bin/chromium'],
  ['linux', 'firefox', '/home/me/.local/share/flatpak/exports/bin/org.mozilla.firefox'],
] as const)('the usual places on %s: %s', (platform, kind, place) => {
  const found = findBrowser(kind, {
    platform,
    home: '/home/me',
    env: { PROGRAMFILES: 'C:\\Program Files', Path: 'C:\\Windows;D:\\Tools' },
    isProgram: (file) => file === place,
  });
  expect(found).toBe(place);
});

test('nothing anywhere', () => {
  const nowhere = { ...linux, env: {}, isProgram: () => false };
  expect(findBrowser('chrome', nowhere)).toBeUndefined();
});

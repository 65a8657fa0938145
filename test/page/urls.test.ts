import { describe, expect, test } from 'vitest';
import { keptUrl, originOf } from '../../src/core/address';
import { bareUrl, patternOf } from '../../src/page/urls';
import { LIMITS } from '../../src/protocol/facts';

const BARE: [url: string, bare: string][] = [
  ['wss://h/ws', 'wss://h/ws'],
  ['wss://h/ws?token=1', 'wss://h/ws'],
  ['wss://h/ws#top', 'wss://h/ws'],
  ['wss://h/ws?a#b?c', 'wss://h/ws'],
  ['wss://h/ws#a?b', 'wss://h/ws'],
  ['wss://h?token=1', 'wss://h'],
  ['wss://h/', 'wss://h/'],
  ['wss://me:secret@h/ws', 'wss://h/ws'],
  ['wss://me@h:8443/ws', 'wss://h:8443/ws'],
  ['wss://a@b@h/ws', 'wss://h/ws'],
  ['wss://me:secret@h', 'wss://h'],
  ['https://h/user@example.org/x', 'https://h/user@example.org/x'],
  ['wss://h/a?to=wss://me:secret@h', 'wss://h/a'],
  ['data:audio/wav;base64,UklGRg==', 'data:'],
  ['blob:https://h/0b5c', 'blob:'],
  ['about:blank', 'about:blank'],
];

describe('an address as it is kept', () => {
  test.each(BARE)('as the bridge and the core keep it: %s', (url, bare) => {
    expect(keptUrl(url)).toBe(bare);
  });

  test.each(BARE)('without query and fragment already in the page script: %s', (url, bare) => {
    expect(bareUrl(url)).not.toMatch(/[?#]/);
    expect(keptUrl(bareUrl(url))).toBe(bare);
  });

  test.each(['data:text/html,<p>secret', 'blob:https://h/0b5c', 'javascript:secret()'])(
    'by the core, content is left out: %s',
    (url) => {
      expect(keptUrl(url)).toBe(url.slice(0, url.indexOf(':') + 1));
    },
  );

  test('at most so long', () => {
    const long = `wss://h/${'x'.repeat(9999)}`;
    expect(bareUrl(long)).toHaveLength(LIMITS.url);
    expect(keptUrl(long)).toHaveLength(LIMITS.url);
    expect(bareUrl('x'.repeat(9999)).length).toBeLessThanOrEqual(LIMITS.url);
  });
});

test.each([
  ['https://Voice.Example/app?x', 'https://voice.example'],
  ['http://localhost:3000/', 'http://localhost:3000'],
  ['https://me:secret@h/app', 'https://h'],
  ['chrome-extension://abc/popup.html', 'chrome-extension://abc'],
  ['about:blank', ''],
  ['file:///home/me/page.html', ''],
  ['data:text/html,https://h/', ''],
  ['', ''],
])('the origin of %s', (url, origin) => {
  expect(originOf(url)).toBe(origin);
});

test.each([
  ['wss://h/ws/a1', 'wss://h/ws/b2', 'wss://h/ws/*'],
  ['wss://h/echo/1/aa/websocket', 'wss://h/echo/2/bb/websocket', 'wss://h/echo/*'],
  ['wss://h/ws/ab1', 'wss://h/ws/ab2', 'wss://h/ws/*'],
  ['wss://h/a', 'wss://h/b', 'wss://h/*'],
  ['wss://h/a/b', 'wss://h/a', 'wss://h/*'],
  ['wss://h/a', 'wss://other/a', 'wss://h/*'],
  ['wss://h:1/a', 'wss://h:2/a', 'wss://h:1/*'],
  ['wss://h/a', '', 'wss://h/*'],
])('the pattern of %s after %s', (url, other, pattern) => {
  expect(patternOf(url, other)).toBe(pattern);
});

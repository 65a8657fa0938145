import { beforeEach, expect, test, vi } from 'vitest';
import { type Beginner, listenToHandshakes } from '../../src/background/handshakes';
import type { Handshake } from '../../src/core/fold-handshake';

type Listener = (details: Record<string, unknown>) => void;
const web = vi.hoisted(() => ({ before: null as Listener | null }));
vi.mock('../../src/adapters/browser', () => ({
  browser: {
    runtime: { getURL: () => 'chrome-extension://x/' },
    webRequest: {
      onBeforeRequest: {
        addListener: (listener: Listener) => {
          web.before = listener;
        },
      },
      onCompleted: { addListener: () => {} },
      onErrorOccurred: { addListener: () => {} },
    },
  },
}));

const began: Handshake[] = [];
const by: Beginner[] = [];
beforeEach(() => {
  began.length = 0;
  listenToHandshakes({
    began: (beginner, _url, _at, handshake) => {
      by.push(beginner);
      began.push(handshake);
    },
    ended: () => {},
  });
});
let requests = 0;
const addressOf = (url: string, tabId = 1): number | undefined => {
  web.before?.({ tabId, requestId: String(++requests), url, timeStamp: 1, frameId: 0 });
  return began.at(-1)?.address;
};

test('addresses are told apart by a number: the same for the same one, in each tab', () => {
  const a = addressOf('wss://h/ws?room=a');
  const b = addressOf('wss://h/ws?room=b');
  expect(a).not.toBe(b);
  expect(addressOf('wss://h/ws?room=a')).toBe(a);
  expect(addressOf('wss://h/ws?room=b', 2)).toBe(b);
});

test('the number says nothing of the address: it is drawn anew by each background', () => {
  const first = addressOf('wss://h/ws?token=secret');
  listenToHandshakes({
    began: (_by, _url, _at, handshake) => began.push(handshake),
    ended: () => {},
  });
  expect(addressOf('wss://h/ws?token=secret')).not.toBe(first);
});

test('one that is used keeps its number, however many others come', () => {
  const kept = addressOf('wss://h/ws?kept');
  const other = addressOf('wss://h/ws?other');
  for (let i = 0; i < 1023; i++) {
    addressOf(`wss://h/ws?n=${i}`);
    if (i % 100 === 0) addressOf('wss://h/ws?kept');
  }
  expect(addressOf('wss://h/ws?kept')).toBe(kept);
  expect(addressOf('wss://h/ws?other')).not.toBe(other);
});

test('a worker without a tab is known by its origin, its script and its store', () => {
  const tell = (details: Record<string, unknown>) => {
    web.before?.({ requestId: String(++requests), url: 'wss://h/ws', timeStamp: 1, ...details });
    return by.at(-1);
  };
  const originUrl = 'https://h/sw.js?v=s3cret';
  const store = { cookieStoreId: 'firefox-default', incognito: false };
  expect(tell({ tabId: -1, frameId: 0, originUrl, ...store })).toEqual({
    tabId: -1,
    origin: 'https://h',
    store: '',
    script: 'https://h/sw.js',
  });
  expect(tell({ tabId: -1, originUrl, cookieStoreId: 'firefox-container-2' })?.store).toBe(
    'firefox-container-2',
  );
  expect(tell({ tabId: -1, originUrl, incognito: true })?.store).toBe('private');
  // A page's own are its tab's, whatever their script.
  expect(tell({ tabId: 4, originUrl: 'https://h/page' })).toMatchObject({ tabId: 4, script: null });
});

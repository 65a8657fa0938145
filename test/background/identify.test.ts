import { expect, test } from 'vitest';
import type { Tabs } from '../../src/adapters/browser';
import { createIdentify } from '../../src/background/identify';
import { createTab } from '../../src/core/state';

const live = (url: string | undefined, title: string | undefined): Tabs.Tab =>
  ({ id: 1, url, title }) as Tabs.Tab;
const identify = createIdentify((origin) => origin === 'https://paused.example');

test('address without its secrets, origin and title', () => {
  const tab = identify(createTab(1), live('https://u:p@a.example/room?k=1#x', 'Room'));
  expect(tab).toMatchObject({
    url: 'https://a.example/room',
    origin: 'https://a.example',
    title: 'Room',
  });
});

test('a paused site leaves neither address nor title, nor those of the site before', () => {
  const tab = identify(createTab(1), live('https://a.example/', 'Room'));
  identify(tab, live('https://paused.example/secret', 'Secret'));
  expect(tab).toMatchObject({ url: '', origin: '', title: '' });
  identify(tab, live('https://a.example/', 'Room'));
  expect(tab).toMatchObject({ origin: 'https://a.example', title: 'Room' });
});

test('silent: what the browser does not say stays', () => {
  const tab = identify(createTab(1), live('https://a.example/', 'Room'));
  identify(tab, live(undefined, undefined));
  expect(tab).toMatchObject({ url: 'https://a.example/', title: 'Room' });
});

test('whether its window is private, whatever it shows', () => {
  const seen = (url: string, incognito: boolean) =>
    identify(createTab(1), { ...live(url, ''), incognito }).isPrivate;
  expect(seen('https://a.example/', true)).toBe(true);
  expect(seen('https://paused.example/', true)).toBe(true);
  expect(seen('https://a.example/', false)).toBe(false);
});

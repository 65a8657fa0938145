import { beforeEach, expect, test, vi } from 'vitest';
import { createGate } from '../../src/background/gate';

const tabs = vi.hoisted(() => ({ urls: {} as Record<number, string>, asked: 0 }));
vi.mock('../../src/adapters/browser', () => ({
  browser: {
    tabs: {
      get: async (id: number) => {
        tabs.asked++;
        const url = tabs.urls[id];
        if (url === undefined) throw new Error('no such tab');
        return { id, url };
      },
    },
  },
}));

const WORKER = -1;
const PAUSED = 'https://paused.example';
const OTHER = 'https://other.example';

const gateOn = (origins: string[], chosen: string[] | null = null) => {
  const done: string[] = [];
  const gate = createGate({
    paused: {
      has: (origin) => origins.includes(origin) || chosen?.includes(origin) === false,
      hasFrame: (origin) => origins.includes(origin),
      any: () => origins.length > 0 || chosen !== null,
    },
    whenReady: (job) => job(),
    refused: (tabId, from) => done.push(`refused ${tabId} ${from.frame}`),
  });
  return { gate, done };
};
beforeEach(() => {
  tabs.urls = { 1: `${PAUSED}/room`, 2: `${OTHER}/` };
  tabs.asked = 0;
});

test('documents of a paused site are refused, wherever they are framed, and all frames in its tabs', () => {
  const { gate, done } = gateOn([PAUSED]);
  const say = (tabId: number, frame: string, top: string) =>
    gate.document(tabId, { frame, top, isPrivate: false }, () =>
      done.push(`heard ${tabId} ${frame}`),
    );
  say(1, PAUSED, PAUSED);
  say(1, OTHER, PAUSED);
  say(1, 'null', PAUSED);
  say(2, PAUSED, OTHER);
  say(2, OTHER, OTHER);
  say(2, 'null', OTHER);
  expect(done).toEqual([
    `refused 1 ${PAUSED}`,
    `refused 1 ${OTHER}`,
    'refused 1 null',
    `refused 2 ${PAUSED}`,
    `heard 2 ${OTHER}`,
    'heard 2 null',
  ]);
});

test('where only chosen sites are observed, their tabs are, with all frames, and no frame of theirs elsewhere', async () => {
  const { gate, done } = gateOn([], [OTHER]);
  const say = (tabId: number, frame: string, top: string) =>
    gate.document(tabId, { frame, top, isPrivate: false }, () =>
      done.push(`heard ${tabId} ${frame}`),
    );
  say(2, OTHER, OTHER);
  say(2, 'https://frame.example', OTHER);
  say(1, OTHER, PAUSED);
  say(1, PAUSED, PAUSED);
  say(3, '', '');
  expect(done).toEqual([
    `heard 2 ${OTHER}`,
    'heard 2 https://frame.example',
    `refused 1 ${OTHER}`,
    `refused 1 ${PAUSED}`,
    'refused 3 ',
  ]);
  done.length = 0;
  gate.handshake({ tabId: 1, origin: OTHER }, () => done.push('elsewhere'));
  gate.handshake({ tabId: 2, origin: 'https://frame.example' }, () => done.push('in its tab'));
  await vi.waitFor(() => expect(done).toEqual(['in its tab']));
});

test('handshakes of a paused site, and of any frame in its tabs, are not heard', async () => {
  const { gate, done } = gateOn([PAUSED]);
  const shake = (tabId: number, origin: string) =>
    gate.handshake({ tabId, origin }, () => done.push(`${tabId} ${origin}`));
  shake(1, PAUSED);
  shake(1, OTHER);
  shake(1, '');
  shake(2, PAUSED);
  shake(3, OTHER);
  shake(2, OTHER);
  shake(2, '');
  await vi.waitFor(() => expect(done).toEqual([`2 ${OTHER}`, '2 ']));
});

test('a worker without a tab has its origin alone: nobody is asked', () => {
  const { gate, done } = gateOn([PAUSED]);
  gate.handshake({ tabId: WORKER, origin: PAUSED }, () => done.push('paused'));
  gate.handshake({ tabId: WORKER, origin: OTHER }, () => done.push('other'));
  expect(done).toEqual(['other']);
  expect(tabs.asked).toBe(0);
});

test('a job that fails, or a tab that is gone, holds up no other', async () => {
  const { gate, done } = gateOn([PAUSED]);
  gate.handshake({ tabId: 2, origin: OTHER }, () => {
    throw new Error('ours');
  });
  gate.handshake({ tabId: 99, origin: OTHER }, () => done.push('gone'));
  gate.handshake({ tabId: 2, origin: OTHER }, () => done.push('began'));
  gate.handshake({ tabId: 2, origin: OTHER }, () => done.push('ended'));
  await vi.waitFor(() => expect(done).toEqual(['began', 'ended']));
});

test('silent: where nothing is paused nobody is asked, and everything is heard at once', () => {
  const { gate, done } = gateOn([]);
  gate.handshake({ tabId: 1, origin: PAUSED }, () => done.push('handshake'));
  gate.document(1, { frame: PAUSED, top: PAUSED, isPrivate: false }, () => done.push('document'));
  expect(done).toEqual(['handshake', 'document']);
  expect(tabs.asked).toBe(0);
});

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { WebSocket } from 'ws';
import { frameOf } from './drive/frames.mjs';
import { type BenchServer, startServer } from './drive/server.mjs';

let server: BenchServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

/** What a client is sent for one question. */
const ask = (path: string, question: object, count: number) =>
  new Promise<{ data: Buffer; binary: boolean }[]>((resolve, reject) => {
    const socket = new WebSocket(server.wsOrigin + path);
    const messages: { data: Buffer; binary: boolean }[] = [];
    socket.on('open', () => socket.send(JSON.stringify(question)));
    socket.on('error', reject);
    socket.on('close', () => resolve(messages));
    socket.on('message', (data: Buffer, binary) => {
      messages.push({ data, binary });
      if (messages.length === count) socket.close();
    });
  });

describe('the flood', () => {
  test.each([
    ['text', 2],
    ['text', 200],
    ['text', 4096],
    ['text', 300_000],
    ['arraybuffer', 1],
    ['arraybuffer', 4096],
    ['blob', 70_000],
  ] as const)('of %s, %i bytes each, is as many and as long as asked', async (kind, bytes) => {
    const count = 2500 > 1e7 / bytes ? 40 : 2500;
    const path = `/flood?${kind}${bytes}`;
    const messages = await ask(path, { kind, bytes, count }, count);
    expect(messages).toHaveLength(count);
    expect(messages.every(({ data }) => data.length === bytes)).toBe(true);
    expect(messages.every(({ binary }) => binary === (kind !== 'text'))).toBe(true);
    expect(server.counts(path)).toMatchObject({ opened: 1, messages: 1, sent: count });
  });

  test('of text is what voice pages send: JSON with its type in front', () => {
    const frame = frameOf({ kind: 'text', bytes: 200 });
    const message = JSON.parse(frame.subarray(4).toString());
    expect(message.type).toBe('audio');
  });
});

test('a flapping path closes what it has opened', async () => {
  expect(await ask('/flap', {}, 1)).toEqual([]);
  await vi.waitFor(() => expect(server.counts('/flap')).toMatchObject({ opened: 1, closed: 1 }));
});

test('its pages are isolated: the clock of others is a coarse one', async () => {
  const { headers, status } = await fetch(`${server.origin}/`);
  expect(status).toBe(200);
  expect(headers.get('cross-origin-opener-policy')).toBe('same-origin');
  expect(headers.get('cross-origin-embedder-policy')).toBe('require-corp');
});

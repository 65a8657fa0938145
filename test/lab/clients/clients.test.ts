import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type ClientOptions, WebSocket } from 'ws';
import { CLIENT_PAGES_DIR } from '../paths.mjs';
import { responseOf } from '../response';
import { type Lab, startLab } from '../server.mjs';
import { CLIENTS } from './clients.mjs';

let lab: Lab;
beforeEach(async () => {
  lab = await startLab();
  return () => lab.close();
}, 120_000);

/** Whoever asks for the page starts the server it talks to. */
const ready = async (name: string): Promise<string> => {
  const { code, end } = await responseOf(`${lab.origin}/clients/${name}`);
  end();
  expect(code).toBe(200);
  return `${lab.wsOrigin}/clients/${name}`;
};

const order = async (path: string): Promise<number> =>
  (await fetch(`${lab.origin}/clients/partysocket/${path}`, { method: 'POST' })).status;

const sockets: WebSocket[] = [];
const connect = async (url: string, options: ClientOptions = {}): Promise<WebSocket> => {
  const socket = new WebSocket(url, options);
  sockets.push(socket);
  socket.on('error', () => {});
  await once(socket, 'open');
  return socket;
};
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.terminate();
});

describe('the pages of client libraries', () => {
  it('each have a script and a server of their own', async () => {
    for (const { name } of CLIENTS) {
      expect([name, existsSync(join(CLIENT_PAGES_DIR, `${name}.js`))]).toEqual([name, true]);
      await ready(name);
    }
  });
});

describe('the wire', () => {
  it.each([
    ['plain', '/main', false],
    ['compressed', '/deflate', true],
  ])(
    'is counted by what a page sees of it: %s, in pieces, large and small',
    async (_name, path, compressed) => {
      const base = await ready('partysocket');
      const socket = await connect(base + path, { perMessageDeflate: compressed });
      expect(socket.extensions !== '').toBe(compressed);
      let answers = 0;
      socket.on('message', () => answers++);
      socket.send('grüße'); // 7 bytes
      socket.send('');
      socket.send('a'.repeat(125));
      socket.send('b'.repeat(126));
      socket.send(Buffer.alloc(65_536, 7));
      socket.send('in ', { fin: false });
      socket.send('two pieces', { fin: true });
      socket.ping('not a message');
      socket.send('text 70000'); // 10 bytes, answered with 70,000
      await vi.waitFor(() => expect(answers).toBe(7));
      const echoed = 7 + 0 + 125 + 126 + 65_536 + 13;
      socket.close(4321);
      await vi.waitFor(() => expect(lab.counts(`/clients/partysocket${path}`).open).toBe(0));
      expect(lab.counts(`/clients/partysocket${path}`)).toEqual({
        handshakes: 1,
        opened: 1,
        open: 0,
        closed: 1,
        maxOpen: 1,
        messagesIn: 7,
        bytesIn: echoed + 10,
        messagesOut: 7,
        bytesOut: echoed + 70_000,
        closeCodes: { 4321: 1 },
      });
    },
  );

  it('is refused, shut and cut on command', async () => {
    const base = await ready('partysocket');
    expect(await order('refuse?times=1')).toBe(204);
    const refused = new WebSocket(`${base}/main`);
    const [error] = await once(refused, 'error');
    expect(String(error)).toContain('503');

    const shut = await connect(`${base}/main`);
    const closed = once(shut, 'close');
    expect(await order('shut?code=4001&reason=away')).toBe(204);
    expect((await closed).map(String)).toEqual(['4001', 'away']);

    const cut = await connect(`${base}/main`);
    const gone = once(cut, 'close');
    expect(await order('cut')).toBe(204);
    expect((await gone)[0]).toBe(1006);
    const counts = () => lab.counts('/clients/partysocket/main');
    await vi.waitFor(() => expect(counts().open).toBe(0));
    expect(counts()).toMatchObject({ handshakes: 3, opened: 2, closeCodes: { 4001: 1, 1006: 1 } });
  });
});

describe('event sources', () => {
  it('are counted by their events without a name', async () => {
    await ready('signalr');
    const path = '/clients/signalr/events-hub';
    const leave = new AbortController();
    const { body } = await fetch(`${lab.origin}${path}?id=one`, {
      headers: { accept: 'text/event-stream' },
      signal: leave.signal,
    });
    const reader = body?.getReader();
    await reader?.read();
    await fetch(`${lab.origin}${path}?id=one`, {
      method: 'POST',
      body: '{"protocol":"json","version":1}\u001e',
    });
    const { value } = (await reader?.read()) ?? {};
    expect(Buffer.from(value ?? []).toString()).toBe('data: {}\u001e\r\n\r\n');
    expect(lab.counts(path)).toMatchObject({ opened: 1, open: 1, messagesOut: 1, bytesOut: 3 });
    leave.abort();
    await vi.waitFor(() => expect(lab.counts(path).open).toBe(0));
  });
});

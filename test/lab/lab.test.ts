import { connect } from 'node:net';
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { WebSocket } from 'ws';
import { Ledger } from './ledger.mjs';
import { responseOf } from './response';
import { type Lab, startLab } from './server.mjs';

/** The first start bundles the voice page and has its sentences spoken. */
const FIRST_START_MS = 120_000;

interface Client {
  socket: WebSocket;
  messages: string[];
  opened: Promise<boolean>;
  closed: Promise<number>;
}

function client(url: string): Client {
  const socket = new WebSocket(url);
  const messages: string[] = [];
  socket.on('message', (data) => messages.push(data.toString()));
  socket.on('error', () => {});
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  const opened = Promise.race([
    new Promise<boolean>((resolve) => socket.on('open', () => resolve(true))),
    closed.then(() => false),
  ]);
  return { socket, messages, opened, closed };
}

const refused = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.on('connect', () => resolve(socket.destroy() && false));
    socket.on('error', () => resolve(true));
  });

let lab: Lab;

beforeAll(async () => {
  lab = await startLab();
  return () => lab.close();
}, FIRST_START_MS);

afterEach(() => lab.reset());

describe('counts', () => {
  it('counts handshakes, messages and UTF-8 bytes, and what closes with which code', async () => {
    const first = client(`${lab.wsOrigin}/exact`);
    const second = client(`${lab.wsOrigin}/exact?token=x`);
    await Promise.all([first.opened, second.opened]);
    first.socket.send('grüße'); // 7 bytes
    first.socket.send(Buffer.from([1, 2, 3]));
    first.socket.ping();
    await vi.waitFor(() => expect(first.messages).toHaveLength(2));
    second.socket.close(4001);
    await second.closed;
    first.socket.close(1001);
    await first.closed;
    await vi.waitFor(() => expect(lab.counts('/exact').open).toBe(0));
    expect(lab.counts('/exact')).toEqual({
      handshakes: 2,
      opened: 2,
      open: 0,
      closed: 2,
      maxOpen: 2,
      messagesIn: 2,
      messagesOut: 2,
      bytesIn: 10,
      bytesOut: 10,
      closeCodes: { 1001: 1, 4001: 1 },
    });
  });

  it('adds up everything below /ws/*, and keeps what is open over a reset', async () => {
    const clients = ['/ws/a', '/ws/b'].map((path) => client(lab.wsOrigin + path));
    await Promise.all(clients.map(({ opened }) => opened));
    expect(lab.counts('/ws/*')).toMatchObject({ handshakes: 2, open: 2 });
    lab.reset();
    expect(lab.counts('/ws/*')).toMatchObject({ handshakes: 0, open: 2, maxOpen: 2 });
    clients[0]?.socket.terminate();
    await vi.waitFor(() => expect(lab.counts('/ws/*').open).toBe(1));
    const third = client(`${lab.wsOrigin}/ws/c`);
    await third.opened;
    clients.push(third);
    expect(lab.counts('/ws/*')).toMatchObject({ open: 2, maxOpen: 2 });
    expect(lab.counts('/ws/c')).toMatchObject({ open: 1, maxOpen: 1 });
    expect(lab.counts().maxOpen).toBe(2);
    for (const { socket } of clients) socket.terminate();
    await vi.waitFor(() => expect(lab.counts('/ws/*')).toMatchObject({ open: 0, closed: 3 }));
  });
});

it('counts a storm of random paths without keeping them all', () => {
  const ledger = new Ledger();
  for (let i = 0; i < 5000; i++) ledger.handshake(`/ws/${i}`);
  expect(ledger.paths().length).toBeLessThan(1100);
  expect(ledger.counts('/ws/*').handshakes).toBe(5000);
  expect(ledger.counts().handshakes).toBe(5000);
});

describe('commands', () => {
  it('refuses a handshake, and takes the next one when told to', async () => {
    lab.command('/a', { mode: 'refuse' });
    expect(await client(`${lab.wsOrigin}/a`).opened).toBe(false);
    lab.command('/a', { mode: 'ok' });
    const ok = client(`${lab.wsOrigin}/a`);
    expect(await ok.opened).toBe(true);
    ok.socket.terminate();
    expect(lab.counts('/a')).toMatchObject({ handshakes: 2, opened: 1 });
  });

  it('resets the connection of a dropped handshake', async () => {
    const { socket, opened } = client(`${lab.wsOrigin}/a?mode=drop`);
    const error = await new Promise<Error & { code?: string }>((resolve) =>
      socket.on('error', resolve),
    );
    expect(error.code).toBe('ECONNRESET');
    expect(await opened).toBe(false);
    expect(lab.counts('/a')).toMatchObject({ handshakes: 1, opened: 0, closeCodes: {} });
  });

  it('closes after a while with the code asked for, or without a close frame', async () => {
    lab.command('/a', { mode: 'flap', afterMs: 50, code: 4321 });
    expect(await client(`${lab.wsOrigin}/a`).closed).toBe(4321);
    expect(await client(`${lab.wsOrigin}/a?mode=flap&afterMs=50&code=1006`).closed).toBe(1006);
    // The client has its close before the server has.
    await vi.waitFor(() => expect(lab.counts('/a')).toMatchObject({ opened: 2, closed: 2 }));
  });

  it('never answers a hanging handshake', async () => {
    const { socket, opened } = client(`${lab.wsOrigin}/a?mode=hang`);
    await vi.waitFor(() => expect(lab.counts('/a').handshakes).toBe(1));
    await new Promise((resolve) => setTimeout(resolve, 200));
    expect(socket.readyState).toBe(WebSocket.CONNECTING);
    socket.terminate();
    expect(await opened).toBe(false);
  });

  it('reads nothing for as long as it is deaf, and answers nothing', async () => {
    const { socket, messages, opened } = client(`${lab.wsOrigin}/a?mode=deaf&afterMs=300`);
    await opened;
    const since = performance.now();
    socket.send('x'.repeat(1000));
    await expect.poll(() => lab.counts('/a').bytesIn, { timeout: 10_000 }).toBe(1000);
    expect(performance.now() - since).toBeGreaterThan(200);
    expect(messages).toEqual([]);
    socket.close();
    await expect.poll(() => lab.counts('/a').open).toBe(0);
  });

  it('floods an open socket at the rate and size asked for, until told to stop', async () => {
    const { socket, messages, opened } = client(`${lab.wsOrigin}/a`);
    await opened;
    lab.command('/a', { mode: 'flood', perSecond: 100, size: 64 });
    await new Promise((resolve) => setTimeout(resolve, 1000));
    lab.command('/a', { mode: 'ok' });
    const sent = lab.counts('/a').messagesOut;
    expect(sent).toBeGreaterThan(85);
    expect(sent).toBeLessThan(115);
    await vi.waitFor(() => expect(messages).toHaveLength(sent));
    expect(messages.every((message) => message.length === 64)).toBe(true);
    expect(lab.counts('/a').bytesOut).toBe(sent * 64);
    socket.terminate();
  });

  it('answers late when slow', async () => {
    const { socket, messages, opened } = client(`${lab.wsOrigin}/a?mode=slow&delayMs=300`);
    await opened;
    const at = Date.now();
    socket.send('hello');
    await vi.waitFor(() => expect(messages).toEqual(['hello']));
    expect(Date.now() - at).toBeGreaterThanOrEqual(290);
    socket.terminate();
  });

  it('rejects what it does not know', async () => {
    expect(() => lab.command('/a', { mode: 'flap', afterMs: -1 })).toThrow(RangeError);
    const { opened } = client(`${lab.wsOrigin}/a?mode=nonsense`);
    expect(await opened).toBe(false);
  });

  it('takes commands over HTTP from its own pages only', async () => {
    const body = JSON.stringify({ path: '/a', mode: 'refuse' });
    const post = (headers: Record<string, string>) =>
      fetch(`${lab.origin}/lab/command`, { method: 'POST', body, headers });
    expect((await post({ origin: 'http://elsewhere.example' })).status).toBe(403);
    expect((await post({ origin: lab.origin })).status).toBe(202);
    expect(await client(`${lab.wsOrigin}/a`).opened).toBe(false);
  });
});

describe('event sources', () => {
  it('are counted and spoiled like sockets', async () => {
    const healthy = await responseOf(`${lab.origin}/sse/news`);
    expect(healthy).toMatchObject({ code: 200, type: 'text/event-stream' });
    expect(lab.counts('/sse/news')).toMatchObject({ open: 1, messagesOut: 1, bytesOut: 1 });
    healthy.end();
    await vi.waitFor(() => expect(lab.counts('/sse/news').open).toBe(0));
    expect((await responseOf(`${lab.origin}/sse/news?mode=refuse`)).code).toBe(503);
    await expect(responseOf(`${lab.origin}/sse/news?mode=drop`)).rejects.toThrow();
  });
});

describe('the port', () => {
  it('is closed while the server restarts, and open again after', async () => {
    const { opened, closed } = client(`${lab.wsOrigin}/a`);
    await opened;
    const restarted = lab.restart(300);
    expect(await closed).toBe(1006);
    expect(await refused(lab.port)).toBe(true);
    expect(lab.counts('/a')).toMatchObject({ open: 0, closeCodes: { 1006: 1 } });
    await restarted;
    const again = client(`${lab.wsOrigin}/a`);
    expect(await again.opened).toBe(true);
    again.socket.terminate();
  });

  it('that refuses is closed, and a lab that was closed leaves nothing behind', async () => {
    const other = await startLab();
    expect(await refused(other.refusedPort)).toBe(true);
    const { opened, closed } = client(`${other.wsOrigin}/a?mode=hang`);
    const open = client(`${other.wsOrigin}/client-ws`);
    await open.opened;
    void other.restart(60_000);
    await other.close();
    expect(await opened).toBe(false);
    await Promise.all([closed, open.closed]);
    expect(await refused(other.port)).toBe(true);
  });
});

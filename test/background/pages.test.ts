import { beforeEach, describe, expect, test, vi } from 'vitest';
import { listenToPages } from '../../src/background/pages';

type Listener = (value: unknown) => void;
const runtime = vi.hoisted(() => ({ connect: [] as ((port: unknown) => void)[] }));
vi.mock('../../src/adapters/browser', () => ({
  browser: {
    runtime: {
      id: 'whylag',
      getURL: () => 'chrome-extension://whylag/',
      onConnect: {
        addListener: (listener: (port: unknown) => void) => runtime.connect.push(listener),
      },
    },
    tabs: {},
  },
}));

const portOf = (tabId: number | undefined, more: object = {}) => {
  const heard: Listener[] = [];
  const said: unknown[] = [];
  const port = {
    name: 'page',
    sender: { id: 'whylag', frameId: 0, url: 'https://a.example/', tab: { id: tabId } },
    disconnected: 0,
    disconnect: () => {
      port.disconnected++;
    },
    postMessage: (what: unknown) => said.push(what),
    onMessage: { addListener: (listener: Listener) => heard.push(listener) },
    onDisconnect: { addListener: () => {} },
    ...more,
  };
  const say = (value: unknown) => {
    for (const listener of heard) listener(value);
  };
  return { port, say, said, heard };
};
const idle = { type: 'idle', load: 'abc-1' };

const listen = () => {
  const log: string[] = [];
  runtime.connect = [];
  const pages = listenToPages({
    message: (tabId, _frameId, { type }) => log.push(`${tabId} ${type}`),
    lost: (tabId, load) => log.push(`${tabId} lost ${load}`),
    refused: (tabId) => log.push(`${tabId} refused`),
  });
  const connect = (port: unknown) => {
    for (const listener of runtime.connect) listener(port);
  };
  return { pages, log, connect };
};
let stage: ReturnType<typeof listen>;
beforeEach(() => {
  stage = listen();
});

describe('who may open a line', () => {
  test.each([
    ['another extension', { sender: { id: 'other', frameId: 0, tab: { id: 1 } } }],
    ['a page of an extension without a tab', { sender: { id: 'whylag', frameId: 0 } }],
    ['a line for something else', { name: 'x' }],
  ])('silent: %s', (_what, more) => {
    const { port, heard } = portOf(1, more);
    stage.connect(port);
    expect(heard).toEqual([]);
    expect(stage.pages.connected()).toBe(0);
  });

  test('a content script in a tab', () => {
    const line = portOf(1);
    stage.connect(line.port);
    line.say(idle);
    expect(stage.log).toEqual(['1 idle']);
    expect(stage.pages.isConnected('abc-1')).toBe(true);
  });
});

describe('a bridge that is not one of ours any more', () => {
  test('is told to stop after some nonsense, its line is cut, and what was on its way is not heard', () => {
    const line = portOf(1);
    const other = portOf(2);
    stage.connect(line.port);
    stage.connect(other.port);
    line.say(idle);
    for (let i = 0; i < 50; i++) line.say({ type: 'nonsense', i });
    line.say(idle);
    other.say(idle);
    expect(stage.log.filter((one) => one === '1 refused')).toHaveLength(20);
    expect(stage.log.filter((one) => one !== '1 refused')).toEqual([
      '1 idle',
      '1 lost abc-1',
      '2 idle',
    ]);
    expect(line.said).toEqual(['stop']);
    expect(line.port.disconnected).toBe(1);
    expect(stage.pages.connected()).toBe(1);
    expect(other.said).toEqual([]);
  });

  test('is told so at once where it talks without end', () => {
    const line = portOf(1);
    stage.connect(line.port);
    for (let i = 0; i < 20_000; i++) line.say(idle);
    const taken = stage.log.filter((one) => one === '1 idle').length;
    expect(taken).toBeGreaterThanOrEqual(1000);
    expect(taken).toBeLessThan(10_000);
    expect(stage.log.slice(taken)).toEqual(['1 refused', '1 lost abc-1']);
    expect([line.said, line.port.disconnected]).toEqual([['stop'], 1]);
  });

  test('silent: a little nonsense among words is forgiven', () => {
    const line = portOf(1);
    stage.connect(line.port);
    for (let i = 0; i < 19; i++) line.say(null);
    line.say(idle);
    expect(stage.log.at(-1)).toBe('1 idle');
    expect(line.said).toEqual([]);
  });
});

import { expect, test, vi } from 'vitest';
import { createStart } from '../../src/background/start';

const later = () => {
  let settle = { done: () => {}, fail: (_error: Error) => {} };
  const promise = new Promise<void>((done, fail) => {
    settle = { done, fail };
  });
  return { promise, ...settle };
};

test('what is heard before the state is back waits, in order; after that nothing does', async () => {
  const { whenReady, begin, isCatchingUp } = createStart();
  const [load, asked] = [later(), later()];
  const heard: string[] = [];
  const after = vi.fn();
  whenReady(() => heard.push('first'));
  begin(
    () => load.promise.then(() => heard.push('state')),
    () => asked.promise,
    after,
  );
  whenReady(() => heard.push('second'));
  expect(heard).toEqual([]);
  load.done();
  await vi.waitFor(() => expect(heard).toEqual(['state', 'first', 'second']));
  whenReady(() => heard.push('third'));
  expect(heard).toEqual(['state', 'first', 'second', 'third']);
  expect(isCatchingUp()).toBe(true);
  expect(after).not.toHaveBeenCalled();
  asked.done();
  await vi.waitFor(() => expect(after).toHaveBeenCalledTimes(1));
  expect(isCatchingUp()).toBe(false);
});

test('a word that cannot be taken costs no other one', async () => {
  const { whenReady, begin, isCatchingUp } = createStart();
  const heard: string[] = [];
  whenReady(() => {
    throw new Error('ours');
  });
  whenReady(() => heard.push('second'));
  begin(
    async () => {},
    async () => {},
    () => {},
  );
  await vi.waitFor(() => expect(isCatchingUp()).toBe(false));
  expect(heard).toEqual(['second']);
});

test.each([
  ['the state cannot be read', () => Promise.reject(new Error('corrupt')), async () => {}],
  ['nobody can be asked', async () => {}, () => Promise.reject(new Error('closing'))],
])('%s: it goes on without', async (_name, load, catchUp) => {
  const { whenReady, begin, isCatchingUp } = createStart();
  const heard: string[] = [];
  const after = vi.fn();
  whenReady(() => heard.push('early'));
  begin(load, catchUp, after);
  await vi.waitFor(() => expect(after).toHaveBeenCalledTimes(1));
  expect(heard).toEqual(['early']);
  expect(isCatchingUp()).toBe(false);
});

import { describe, expect, test } from 'vitest';
import { momentOf } from '../../src/core/moment';
import { T0 } from './facts';
import { hear, type Message } from './wire/conversation';

const TURN: Message[] = [
  [0, 'in set-model-and-conf'],
  [10_000, 'out text-input'],
  [10_010, 'in control:conversation-chain-start'],
  [12_000, 'in audio'],
  [15_000, 'in control:conversation-chain-end'],
];
const main = (loadedAt: number | null) => ({
  byFrames: true,
  hidden: false,
  loadedAt: loadedAt === null ? null : T0 + loadedAt,
  blockedMs: 0,
  longestMs: 0,
});

const at = (messages: Message[], loadedAt: number | null, ...times: number[]): string[] => {
  const { tab, load } = hear(messages);
  load.main = main(loadedAt);
  return times.map((time) => momentOf(tab, load, T0 + time));
};

describe('what was going on', () => {
  test('the page loads until its load event and a moment after', () => {
    expect(at([[0, 'in x']], 2000, 0, 2000, 3000, 3001)).toEqual([
      'page load',
      'page load',
      'page load',
      'no pattern',
    ]);
    expect(at([[0, 'in x']], null, 90_000)).toEqual(['page load']);
  });

  test('a page whose main thread was never heard of is not loading', () => {
    const { tab, load } = hear(TURN);
    expect(momentOf(tab, load, T0)).toBe('no pattern');
  });

  test('a reply, from the end of what the user says to its end', () => {
    expect(at(TURN, 100, 9999, 10_000, 13_000, 15_000, 15_001)).toEqual([
      'no pattern',
      'reply',
      'reply',
      'reply',
      'no pattern',
    ]);
  });

  test('one that goes on, but not one that hangs for ever', () => {
    expect(at(TURN.slice(0, 4), 100, 9000, 11_000, 30_000, 71_000, 73_000)).toEqual([
      'no pattern',
      'reply',
      'reply',
      'reply',
      'no pattern',
    ]);
  });

  test('a wait that nobody took up is no reply', () => {
    expect(at(TURN.slice(0, 2), 100, 10_500)).toEqual(['no pattern']);
  });

  test('another character is loaded for some seconds', () => {
    const messages: Message[] = [...TURN, [14_000, 'out switch-config']];
    expect(at(messages, 100, 13_999, 14_000, 18_999, 19_000)).toEqual([
      'reply',
      'character switch',
      'character switch',
      'no pattern',
    ]);
  });

  test('the tab is shown again', () => {
    const { tab, load } = hear([[0, 'in x']]);
    load.main = main(100);
    const look = (...times: number[]) => times.map((time) => momentOf(tab, load, T0 + time));
    load.shownAt = T0 + 60_000;
    expect(look(60_000)).toEqual(['no pattern']);
    load.hiddenAt = T0 + 20_000;
    // What began before it is told to be visible was told with it: a hidden tab's blocks are not kept.
    expect(look(19_999, 20_000, 59_500, 61_000, 61_001)).toEqual([
      'no pattern',
      'tab switch',
      'tab switch',
      'tab switch',
      'no pattern',
    ]);
    load.hiddenAt = T0 + 60_500;
    expect(look(60_700)).toEqual(['no pattern']);
  });

  test('nothing in a page that is gone', () => {
    const { tab, load } = hear(TURN.slice(0, 4));
    load.gone = true;
    expect(momentOf(tab, load, T0 + 13_000)).toBe('no pattern');
  });
});

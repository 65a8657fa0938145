import { expect, test } from 'vitest';
import { createAsking } from '../../src/background/asking';
import type { BridgeIdentity } from '../../src/protocol/facts';

const IDENTITY: BridgeIdentity = { load: 'a', seq: 1, late: false };

const blockedPage = () => {
  const answers: ((identity: BridgeIdentity | null) => void)[] = [];
  let now = 0;
  const who = () => new Promise<BridgeIdentity | null>((answer) => answers.push(answer));
  return {
    asking: createAsking({ who }, () => now),
    answers,
    at: (ms: number) => {
      now = ms;
    },
  };
};

test('a blocked page is asked once, whoever asks how often, and holds nobody', async () => {
  const { asking, answers } = blockedPage();
  expect(await asking.who(7, 1)).toBeUndefined();
  expect(await asking.who(7, 1)).toBeUndefined();
  expect(answers.length).toBe(1);
  expect(await asking.who(8, 1)).toBeUndefined();
  expect(answers.length).toBe(2);
});

test('its silence is told from two seconds on, and ends with its answer', async () => {
  const { asking, answers, at } = blockedPage();
  at(1000);
  const late = asking.who(7, 60_000);
  expect(asking.silentForMs(7, 2999)).toBeNull();
  expect(asking.silentForMs(7, 3000)).toBe(2000);
  expect(asking.silentForMs(8, 3000)).toBeNull();
  answers[0]?.(IDENTITY);
  expect(await late).toBe(IDENTITY);
  expect(asking.silentForMs(7, 9000)).toBeNull();
});

test('a page that nothing is known of is asked to tell what it has told before', async () => {
  const asked: (number | null)[] = [];
  const who = async (_tabId: number, _frameId: number | null, seq: number | null) => {
    asked.push(seq);
    return IDENTITY;
  };
  const asking = createAsking({ who }, () => 0);
  await asking.who(7, 1000);
  await asking.who(8, 1000, true);
  expect(asked).toEqual([null, 0]);
});

test('nobody there is another answer than none', async () => {
  const { asking, answers } = blockedPage();
  const asked = asking.who(7, 60_000);
  answers[0]?.(null);
  expect(await asked).toBeNull();
});

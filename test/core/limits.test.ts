import { expect, test } from 'vitest';
import { foldBatch } from '../../src/core/fold';
import { limitsOf, silentLimit } from '../../src/core/limits';
import type { AudioFact } from '../../src/protocol/facts';
import { aBatch, aTab, someAudio, T0 } from './facts';

const of = (engine: 'chromium' | 'firefox') => limitsOf(aTab(), engine).join('\n');

test('what each engine cannot tell is said for it alone', () => {
  expect(of('firefox')).toMatch(/block under 150 ms is not seen/);
  expect(of('firefox')).toMatch(/what its audio thread missed/);
  expect(of('chromium')).not.toMatch(/150 ms|Firefox/);
  for (const engine of ['chromium', 'firefox'] as const) {
    expect(of(engine)).toMatch(/main thread is measured .* while the tab is visible/);
    expect(of(engine)).toMatch(/Turns are read from the message types of known protocols/);
    expect(of(engine)).toMatch(/neutral names is not seen; a "probable" one/);
    expect(of(engine)).not.toMatch(/not measured by this version/);
  }
});

test('what is known of service workers, and where there may be some that are not', () => {
  expect(of('chromium')).toMatch(/service workers are not observable in Chromium/);
  expect(of('firefox')).toMatch(/all open tabs of their origin, as "unattributed"/);
  expect(of('chromium')).toMatch(/listed only where the page may ask/);
  expect(of('chromium')).not.toMatch(/minute and a half/);
  const some = limitsOf(aTab(), 'chromium', 'observed', 1).join('\n');
  expect(some).toMatch(/no tab of the site is open is watched for a minute and a half/);
  expect(some).not.toMatch(/listed only where/);
});

test('a paused site, and a frame of one, are said to be', () => {
  const paused = limitsOf(aTab(), 'chromium', 'paused');
  expect(paused[0]).toMatch(
    /^Nothing in this tab was counted, and every 0 means unknown: you have paused/,
  );
  const framed = limitsOf({ ...aTab(), pausedFrames: true }, 'chromium').join('\n');
  expect(framed).toMatch(/frame of this page is of a site on which the extension is paused/);
  expect(of('chromium')).not.toMatch(/paused/);
});

test('a page that does not answer is said to have missing moments', () => {
  expect(silentLimit(12_400)).toMatch(/^The page had not answered for 12 s .* missing\.$/);
});

test('a Chromium that does not tell what its audio thread missed is said to, once there is sound', () => {
  const after = (underruns: AudioFact['underruns']) => {
    const tab = aTab();
    const audio = { ...someAudio(), underruns };
    foldBatch(tab, 0, 'load-1', '', aBatch({ audio }), T0);
    return limitsOf(tab, 'chromium').join('\n');
  };
  expect(after(null)).toMatch(
    /does not tell what its audio thread missed: Chrome does from 146 on/,
  );
  expect(after({ events: 0, ms: 0 })).not.toMatch(/audio thread/);
  expect(of('chromium')).not.toMatch(/audio thread/);
});

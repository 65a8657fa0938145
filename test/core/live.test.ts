import { describe, expect, test } from 'vitest';
import { foldBatch, foldGone } from '../../src/core/fold';
import { holdingsOf, resourceOf, resourcesOf } from '../../src/core/live';
import { RESOURCE_KINDS, type ResourceKind } from '../../src/core/report';
import { aBatch, aKind, aTab, T0 } from './facts';

const tabWith = (
  kind: ResourceKind,
  byState: Record<string, number>,
  frameId = 0,
  tab = aTab(),
) => {
  const kinds = [aKind(kind, byState)];
  foldBatch(tab, frameId, `load-${frameId}`, '', aBatch({ kinds }), T0);
  return tab;
};

describe('what is live', () => {
  test.each<[ResourceKind, Record<string, number>, number]>([
    ['webSocket', { connecting: 1, open: 2, closing: 3, closed: 4 }, 6],
    ['eventSource', { connecting: 1, open: 2, closed: 4 }, 3],
    ['audioContext', { suspended: 1, running: 2, interrupted: 3, closed: 4 }, 6],
    ['vad', { listening: 1, paused: 1, closed: 5 }, 2],
    ['microphoneTrack', { live: 2, ended: 7 }, 2],
    ['worker', { live: 2, closed: 7 }, 2],
    ['rtcPeerConnection', { new: 1, connected: 1, failed: 1, closed: 1 }, 2],
    ['mediaElement', { playing: 1, paused: 1, ended: 1, empty: 1 }, 2],
  ])('%s: %j → %i', (kind, byState, live) => {
    expect(resourceOf(tabWith(kind, byState), kind).live).toBe(live);
  });

  test('a state that nothing is in any more is not listed', () => {
    const tab = tabWith('webSocket', { connecting: 0, open: 1, closed: 0 });
    expect(resourceOf(tab, 'webSocket').byState).toEqual({ open: 1 });
  });

  test('frames add up', () => {
    const tab = tabWith('vad', { listening: 1 });
    tabWith('vad', { listening: 2, closed: 1 }, 4, tab);
    expect(resourceOf(tab, 'vad')).toEqual({ created: 4, live: 3, byState: { live: 3 } });
  });

  test('what was in a page that is gone was created, and lives no more', () => {
    const tab = tabWith('webSocket', { open: 2, closed: 1 });
    foldGone(tab, 'load-0');
    expect(resourceOf(tab, 'webSocket')).toEqual({ created: 3, live: 0, byState: {} });
  });

  test('every kind of the contract is there, also in an empty tab', () => {
    const all = resourcesOf(aTab());
    expect(Object.keys(all)).toEqual([...RESOURCE_KINDS]);
    for (const one of Object.values(all)) expect(one).toEqual({ created: 0, live: 0, byState: {} });
  });
});

describe('what a tab holds', () => {
  test('sockets are web sockets and event sources', () => {
    const tab = tabWith('webSocket', { open: 1, closing: 1, closed: 3 });
    foldBatch(
      tab,
      0,
      'load-0',
      '',
      aBatch({ seq: 2, kinds: [aKind('eventSource', { open: 1 })] }),
      T0,
    );
    expect(holdingsOf(tab)).toMatchObject({ sockets: 3, voice: false });
  });

  test.each<[string, ResourceKind, Record<string, number>, boolean]>([
    ['a detector', 'vad', { listening: 1 }, true],
    ['a paused detector', 'vad', { paused: 1 }, true],
    ['a microphone', 'microphoneTrack', { live: 1 }, true],
    ['a running context', 'audioContext', { running: 1 }, true],
    ['a suspended context', 'audioContext', { suspended: 1 }, false],
    ['a closed context', 'audioContext', { closed: 1 }, false],
    ['an ended microphone', 'microphoneTrack', { ended: 1 }, false],
    ['a destroyed detector', 'vad', { closed: 1 }, false],
    ['a socket', 'webSocket', { open: 1 }, false],
    ['a playing element', 'mediaElement', { playing: 1 }, false],
  ])('%s is voice or not', (_name, kind, byState, voice) => {
    expect(holdingsOf(tabWith(kind, byState)).voice).toBe(voice);
  });
});

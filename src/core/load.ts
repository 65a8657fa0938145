import type { LoadState } from './state';
import { createVoiceHistory } from './voice-history';

/** A page load that is heard of for the first time. */
export const createLoad = (id: string, frameId: number, now: number): LoadState => ({
  id,
  frameId,
  url: '',
  gone: false,
  firstAt: now,
  lastAt: now,
  lastSeq: 0,
  kinds: {},
  endpoints: {},
  tries: [],
  sites: [],
  nodes: [],
  files: [],
  audio: null,
  audioAt: 0,
  voice: createVoiceHistory(),
  wires: {},
  twins: {},
  unsent: {},
  main: null,
  lastBlock: 0,
  hiddenAt: null,
  shownAt: null,
  usedBytes: null,
  dropped: 0,
});

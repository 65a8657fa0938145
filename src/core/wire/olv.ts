import type { TypeRun } from '../../protocol/facts';
import type { WireQueue } from '../state';

/*
 * Open-LLM-VTuber's messages (front end of 2025-09). The page keeps speech in a private queue and
 * makes an element only when a piece's turn has come, so what waits shows in the messages alone:
 * received and not null, minus started. The queue is emptied by a new turn and by an interruption.
 */
const PROFILE = 'open-llm-vtuber';
/** Types that no other known protocol uses: one of them tells the profile. */
const MARKS = [
  'control:conversation-chain-start',
  'set-model-and-conf',
  'frontend-playback-complete',
  'audio-play-start',
];
const CLEARED_IN = ['control:conversation-chain-start'];
const CLEARED_OUT = ['interrupt-signal', 'mic-audio-end'];

/**
 * Takes runs of message types, oldest first, into the queue's count. `ended` is how many media
 * elements have ended meanwhile: it stands for the starts in a fork that does not tell them.
 */
export const foldTypes = (queue: WireQueue, runs: readonly TypeRun[], ended: number): void => {
  for (const { type, out, audio, count } of runs) {
    if (MARKS.includes(type)) queue.profile = PROFILE;
    if (out && type === 'audio-play-start') {
      queue.startsSeen = true;
      queue.waiting = Math.max(0, queue.waiting - count);
    } else if (out ? CLEARED_OUT.includes(type) : CLEARED_IN.includes(type)) queue.waiting = 0;
    else if (!out && type === 'audio' && audio) queue.waiting += count;
  }
  if (!queue.startsSeen) queue.waiting = Math.max(0, queue.waiting - ended);
};

/** How many pieces wait behind the one that plays; `null` on a page of another kind. */
export const waitingPieces = (queue: WireQueue): number | null =>
  queue.profile === PROFILE ? queue.waiting : null;

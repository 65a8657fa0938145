import { setTimeout as wait } from 'node:timers/promises';
import { converse } from '../../lab/conversation.mjs';

/**
 * What the servers of the suite say.
 *
 * @typedef {import('../../lab/peers.mjs').Script} Script
 */

/** Reads nothing from the moment the socket is open. @type {Script} */
export const deaf = (peer) => {
  peer.stopReading();
  return () => {};
};

/** Reads, and says nothing. @type {Script} */
export const silent = () => () => {};

/** @type {Set<import('../../lab/peers.mjs').Peer>} */
const listeners = new Set();
const NEWS_MS = /** @type {const} */ ([60, 500]);
const LONGEST_NEWS = 400;

/** As it comes: now this, now that, now soon, now late. */
const tellNews = () => {
  if (!listeners.size) return;
  const text = 'n'.repeat(Math.ceil(Math.random() * LONGEST_NEWS));
  for (const peer of listeners) peer.send(JSON.stringify({ type: 'news', text }));
  const [least, most] = NEWS_MS;
  setTimeout(tellNews, least + Math.random() * (most - least));
};

/** The same news for whoever listens, at the same time. @type {Script} */
export const news = (peer) => {
  listeners.add(peer);
  if (listeners.size === 1) setTimeout(tellNews, NEWS_MS[0]);
  peer.gone.addEventListener('abort', () => listeners.delete(peer), { once: true });
  return () => {};
};

/**
 * The answer of turn `n` (from 0) comes after `delays[n]`, and the last delay stays.
 *
 * @param {readonly number[]} delays
 * @returns {(turn: number) => number}
 */
const delayOf = (delays) => (turn) => delays[Math.min(turn, delays.length - 1)] ?? 0;

/**
 * Open-LLM-VTuber's conversation with a wait of its own for each turn.
 *
 * @param {readonly number[]} delays
 * @returns {Script}
 */
export const vtuber = (delays) => (peer) => {
  const at = delayOf(delays);
  let turn = -1;
  const behaviour = () => ({
    ...peer.behaviour(),
    mode: /** @type {const} */ ('slow'),
    delayMs: at(turn),
  });
  const hear = converse({ ...peer, behaviour });
  return (data, isBinary) => {
    if (data.includes('"text-input"')) turn++;
    hear(data, isBinary);
  };
};

/**
 * … with one long answer: so many sentences, each when the one before has about been heard.
 *
 * @param {number} sentences
 * @param {number} everyMs
 * @returns {Script}
 */
export const vtuberStory = (sentences, everyMs) => (peer) => {
  let left = 2 * sentences;
  const behaviour = () => {
    // It is asked twice for each sentence: whether there is one, and when the next one comes.
    const mode = /** @type {'backlog' | 'ok'} */ (left-- > 0 ? 'backlog' : 'ok');
    return { ...peer.behaviour(), mode, everyMs };
  };
  return converse({ ...peer, behaviour });
};

const DELTA_MS = 100;
const DELTAS = 5;
const SOUND = Buffer.alloc(2400).toString('base64');

/**
 * OpenAI's Realtime protocol, by text in and sound out. `deltas` is how long the answer is, `ends` whether
 * the server says that it is over.
 *
 * @param {{ delays: readonly number[], deltas?: number, everyMs?: number, ends?: (turn: number) => boolean }} answer
 * @returns {Script}
 */
export const realtime =
  ({ delays, deltas = DELTAS, everyMs = DELTA_MS, ends = () => true }) =>
  (peer) => {
    const at = delayOf(delays);
    let turn = -1;
    /** @param {string} type @param {object} [more] */
    const say = (type, more) =>
      peer.send(JSON.stringify({ type, event_id: `event_${turn}`, ...more }));
    const answer = async () => {
      const number = ++turn;
      const signal = peer.gone;
      say('response.created', { response: { id: `resp_${number}`, status: 'in_progress' } });
      await wait(at(number), undefined, { signal });
      say('response.output_item.added', { output_index: 0 });
      for (let n = 0; n < deltas; n++) {
        say('response.output_audio_transcript.delta', { delta: 'word ' });
        say('response.output_audio.delta', { delta: SOUND });
        await wait(everyMs, undefined, { signal });
      }
      if (ends(number))
        say('response.done', { response: { id: `resp_${number}`, status: 'completed' } });
    };
    say('session.created', { session: { id: 'sess_1' } });
    return (data) => {
      if (data.includes('"response.create"')) answer().catch(() => {});
    };
  };

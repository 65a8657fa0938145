import { Playback } from '../../lab/voice/playback.js';
import { bad, met, sleep, tell, way, wsUrl } from './kit.js';

/**
 * A client of Open-LLM-VTuber's protocol: asks by text, hears or only reads the answer, says that it has
 * been played, asks again.
 */
/** A person looks at a page before asking it. */
const FIRST_MS = 2500;
const NEXT_MS = 300;
const TREND_TURNS = 4;
/** The player of the page that is stuck fails in this turn. */
const STUCK_TURN = 2;
/** All has been sent and heard, one word is missing: nobody waits for it longer. */
const WAITS_MS = 10_000;

const socket = new WebSocket(wsUrl('/client-ws'));
const say = (/** @type {object} */ message) => socket.send(JSON.stringify(message));
const playback = new Playback(
  () => say({ type: 'audio-play-start', forwarded: true }),
  () => {},
);
let going = true;
let turns = 0;
let answered = 0;
let synthesised = 0;

const ask = () => {
  if (!going) return;
  turns++;
  say({ type: 'text-input', text: `question ${turns}`, images: [] });
};

const played = async () => {
  if (way === 'player') {
    await playback.idle();
    if (bad && turns >= STUCK_TURN) {
      setTimeout(met, WAITS_MS);
      return;
    }
  }
  say({ type: 'frontend-playback-complete' });
};

/** @type {Record<string, (message: any) => unknown>} */
const answers = {
  audio: ({ audio }) => {
    if (way === 'player' && typeof audio === 'string') playback.add({ audio, displayText: null });
    if (answered === turns) return;
    answered = turns;
    if (way !== 'player' && answered === TREND_TURNS) met();
  },
  // It is said twice.
  'backend-synth-complete': () => (++synthesised % 2 === 0 ? played() : undefined),
  control: async ({ text }) => {
    if (text !== 'conversation-chain-end') return;
    await sleep(NEXT_MS);
    ask();
  },
};
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  void answers[message.type]?.(message);
};
socket.onopen = () => {
  for (const type of ['fetch-configs', 'fetch-history-list', 'create-new-history']) say({ type });
  setTimeout(ask, FIRST_MS);
};
tell({
  stop: () => {
    going = false;
  },
});

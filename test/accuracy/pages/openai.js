import ReconnectingWebSocket from 'reconnecting-websocket';
import { bad, met, sleep, tell, way, wsUrl } from './kit.js';

/** A client of OpenAI's Realtime protocol: asks by text, hears the answer, asks again. */
/** A person looks at a page before asking it. */
const FIRST_MS = 2500;
const NEXT_MS = 300;
/** "Significant rise over four and more turns" (report contract). */
const TREND_TURNS = 4;
/** An answer that has begun and of which nothing comes for so long does not go on. */
const QUIET_MS = 30_000;
/** @type {ReturnType<typeof setTimeout> | undefined} */
let quiet;

const socket = new ReconnectingWebSocket(wsUrl('/v1/realtime'));
let going = true;
let turns = 0;
let answered = 0;

const say = (/** @type {object} */ message) => socket.send(JSON.stringify(message));
const ask = () => {
  if (!going) return;
  turns++;
  const content = [{ type: 'input_text', text: `question ${turns}` }];
  say({ type: 'conversation.item.create', item: { type: 'message', role: 'user', content } });
  say({ type: 'response.create' });
};

/** @param {string} type */
const hear = async (type) => {
  if (type === 'session.created') {
    await sleep(FIRST_MS);
    ask();
  }
  clearTimeout(quiet);
  if (bad && way === 'endless' && answered === turns) quiet = setTimeout(met, QUIET_MS);
  if (type === 'response.output_audio.delta' && answered < turns) {
    answered = turns;
    if (way !== 'endless' && answered === TREND_TURNS) met();
  }
  if (type === 'response.done') {
    await sleep(NEXT_MS);
    ask();
  }
};
socket.addEventListener('message', ({ data }) => void hear(JSON.parse(data).type));
tell({
  stop: () => {
    going = false;
  },
});

import { Connection } from './connection.js';
import { Conversation } from './conversation.js';
import { Microphone } from './microphone.js';
import { Playback } from './playback.js';
import { describe, draw, drawMouth, listen, log } from './view.js';

/**
 * A voice page shaped like Open-LLM-VTuber's. By its query:
 * - `fault=storm`: the server refuses (or `mode=flap`), the page connects again without a pause
 * - `fault=backlog`: speech arrives faster than it is played, and the page never drops any
 * - `reconnect=backoff`: the right way to reconnect
 * - `vad=off | global`: no detector, or the package's global build
 * - `mode=…` and its numbers go to the server for this tab's socket alone (see behaviour.mjs)
 */
const query = new URLSearchParams(location.search);
const fault = query.get('fault');
const ABOUT = new Map([
  ['storm', 'Its server fails, and it connects again without a pause.'],
  ['backlog', 'Its server talks faster than anybody can listen.'],
]);

function socketUrl() {
  const url = new URL('/client-ws', location.href);
  url.protocol = 'ws:';
  if (fault === 'storm') url.searchParams.set('mode', 'refuse');
  if (fault === 'backlog') url.searchParams.set('mode', 'backlog');
  for (const [name, value] of query) {
    if (!['fault', 'reconnect', 'vad'].includes(name)) url.searchParams.set(name, value);
  }
  return url.href;
}

/** @returns {import('./connection.js').Reconnect} */
function reconnectKind() {
  if (fault === 'storm') return 'storm';
  return query.get('reconnect') === 'backoff' ? 'backoff' : 'none';
}

/** @returns {import('./microphone.js').VadKind} */
function vadKind() {
  const kind = query.get('vad');
  return kind === 'off' || kind === 'global' ? kind : 'module';
}

let speechStarts = 0;
let speechEnds = 0;
let misfires = 0;
let settle = () => {};
/** The first try has ended, one way or the other. */
const settled = /** @type {Promise<void>} */ (
  new Promise((resolve) => {
    settle = resolve;
  })
);
const reconnect = reconnectKind();

const playback = new Playback(
  ({ displayText }) => {
    connection.send({ type: 'audio-play-start', display_text: displayText, forwarded: true });
    if (displayText && typeof displayText === 'object' && 'text' in displayText) {
      log('it', String(displayText.text));
    }
  },
  (loudness) => (loudness === null ? redraw() : drawMouth(loudness)),
);
const connection = new Connection(
  socketUrl(),
  reconnect,
  (message) => conversation.hear(message),
  () => {
    if (connection.state !== 'connecting') settle();
    if (connection.state === 'closed') conversation.disconnected();
    if (connection.state === 'open' && fault === 'backlog')
      queueMicrotask(() => conversation.invite());
    redraw();
  },
);
const conversation = new Conversation(connection, playback, log, fault !== 'backlog');
const microphone = new Microphone(
  vadKind(),
  {
    speechStart() {
      speechStarts++;
      conversation.speechStart();
    },
    speechEnd(samples) {
      speechEnds++;
      conversation.speechEnd(samples);
    },
    misfire() {
      misfires++;
    },
  },
  redraw,
);

/** @returns {import('./lab.d.ts').VoiceState} */
function state() {
  return {
    connection: connection.state,
    attempts: connection.attempts,
    opened: connection.opened,
    failed: connection.failed,
    vad: microphone.state,
    vadError: microphone.error,
    vadsCreated: microphone.created,
    vadsDestroyed: microphone.destroyed,
    speechStarts,
    speechEnds,
    misfires,
    audioReceived: playback.received,
    queued: playback.queued,
    playing: playback.playing,
    played: playback.played,
    playErrors: playback.playErrors,
    dropped: playback.dropped,
    turnsStarted: conversation.started,
    turnsCompleted: conversation.completed,
    turnsInterrupted: conversation.interrupted,
  };
}

function redraw() {
  draw(state(), reconnect === 'none');
}

const toggleMic = () => (microphone.state === 'on' ? microphone.destroy() : microphone.start());

describe(ABOUT.get(fault ?? '') ?? 'Talk to it, or write to it: it answers aloud.');
listen({
  toggle: () => void toggleMic(),
  reconnect: () => connection.connect(),
  say: (text) => conversation.say(text),
});
connection.connect();
const listening = vadKind() === 'off' ? Promise.resolve() : microphone.start();

window.lab = {
  ready: Promise.all([settled, listening]).then(() => {}),
  state,
  say: (text) => conversation.say(text),
  toggleMic,
  startVad: () => microphone.start(),
  destroyVad: () => microphone.destroy(),
  reconnect: () => connection.connect(),
};

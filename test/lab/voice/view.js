/** Draws; knows nothing of sockets or sound. */

const LOG_LENGTH = 50;

/** @param {string} id */
function element(id) {
  const found = document.getElementById(id);
  if (!found) throw new Error(`no #${id}`);
  return found;
}

/**
 * @param {string} id
 * @param {string} text
 * @param {'' | 'good' | 'busy' | 'bad'} colour
 */
function show(id, text, colour) {
  element(id).textContent = text;
  element(`${id}-dot`).className = colour;
}

const CONNECTION = /** @type {const} */ ({
  connecting: ['connecting…', 'busy'],
  open: ['open', 'good'],
  closed: ['closed', 'bad'],
});
const MICROPHONE = /** @type {const} */ ({
  off: ['off', ''],
  starting: ['starting…', 'busy'],
  on: ['listening', 'good'],
  failed: ['failed', 'bad'],
});

/**
 * @param {import('./lab.d.ts').VoiceState} state
 * @param {boolean} mayReconnect
 */
export function draw(state, mayReconnect) {
  const { connection, attempts, vad, vadError, queued, playing } = state;
  const [words, colour] = CONNECTION[connection];
  show('connection', attempts > 1 ? `${words} (try ${attempts})` : words, colour);
  const [listening, tone] = MICROPHONE[vad];
  show('microphone', vadError ? `${listening}: ${vadError}` : listening, tone);
  const speech = playing ? `speaking, ${queued} waiting` : 'nothing waits';
  show('speech', speech, playing ? 'good' : '');
  element('toggle').textContent = `Turn the microphone ${vad === 'on' ? 'off' : 'on'}`;
  element('reconnect').hidden = !(mayReconnect && connection === 'closed');
}

/** @param {number} loudness 0 to 1 */
export function drawMouth(loudness) {
  element('mouth').style.width = `${Math.round(loudness * 100)}%`;
}

/**
 * @param {'you' | 'it' | 'trouble'} kind
 * @param {string} text
 */
export function log(kind, text) {
  const line = document.createElement('li');
  line.className = kind;
  const time = document.createElement('time');
  time.textContent = new Date().toTimeString().slice(0, 8);
  const words = document.createElement('span');
  words.textContent = text;
  line.append(time, words);
  const list = element('log');
  list.prepend(line);
  while (list.children.length > LOG_LENGTH) list.lastElementChild?.remove();
}

/** @param {string} text */
export function describe(text) {
  element('what').textContent = text;
}

/**
 * @param {{ toggle: () => void, reconnect: () => void, say: (text: string) => void }} actions
 */
export function listen({ toggle, reconnect, say }) {
  element('toggle').addEventListener('click', toggle);
  element('reconnect').addEventListener('click', reconnect);
  const input = /** @type {HTMLInputElement} */ (element('text'));
  element('form').addEventListener('submit', (event) => {
    event.preventDefault();
    const text = input.value.trim();
    if (text) say(text);
    input.value = '';
  });
}

import { setTimeout as wait } from 'node:timers/promises';
import { compactJson, pythonJson } from './python-json.mjs';
import { clip } from './speech.mjs';
import { decodeWav, volumes } from './wav.mjs';

/**
 * `/client-ws`: the server's half of an Open-LLM-VTuber conversation, message for message and with its
 * spacing. A turn: chain-start, "Thinking...", audio…, backend-synth-complete twice, then a wait without
 * end for the page's frontend-playback-complete, force-new-message, chain-end. An interrupted turn has
 * no chain-end.
 */
const FIRST_ANSWER_MS = 250;
const SLICE_MS = 20;

const REPLIES = [
  ['I can hear you well.', 'What shall we talk about?'],
  ['It will be sunny.', 'Take a hat with you.'],
  ['You are welcome.', 'Ask me anything else.'],
];
const ENDLESS = [
  'There is always one more thing to say about that.',
  'And before I forget it, there is another story.',
  'This reminds me of a very long evening in autumn.',
];

/** @type {Map<string, Promise<string>>} */
const spoken = new Map();

/**
 * One `audio` message; the base64 of a sentence never changes, so it is made once.
 *
 * @param {string} sentence
 * @returns {Promise<string>}
 */
function audioMessage(sentence) {
  let message = spoken.get(sentence);
  if (!message) {
    message = clip(sentence).then((wav) =>
      pythonJson({
        type: 'audio',
        audio: wav.toString('base64'),
        volumes: volumes(decodeWav(wav), SLICE_MS),
        slice_length: SLICE_MS,
        display_text: { text: sentence, name: 'Lab', avatar: null },
        actions: null,
        forwarded: false,
      }),
    );
    message.catch(() => spoken.delete(sentence));
    spoken.set(sentence, message);
  }
  return message;
}

/** Said once, so that the first turn does not wait for the synthesiser. */
export async function prepareSpeech() {
  for (const sentence of [...REPLIES.flat(), ...ENDLESS]) await audioMessage(sentence);
}

/** @type {import('./peers.mjs').Script} */
export function converse(peer) {
  let turns = 0;
  /** @type {AbortController | null} */
  let turn = null;
  let playbackComplete = () => {};
  let micSamples = 0;

  /** @param {Record<string, unknown>} message */
  const say = (message) => peer.send(pythonJson(message));
  /** @param {string} text */
  const control = (text) => say({ type: 'control', text });

  /** @param {string | null} heard what the microphone brought, in words */
  const begin = (heard) => {
    turn?.abort();
    turn = new AbortController();
    const signal = AbortSignal.any([turn.signal, peer.gone]);
    runTurn(heard, turns++, signal).catch((error) => {
      if (signal.aborted) return;
      say({ type: 'error', message: String(error) });
    });
  };

  /**
   * @param {string | null} heard
   * @param {number} number
   * @param {AbortSignal} signal
   */
  async function runTurn(heard, number, signal) {
    control('conversation-chain-start');
    say({ type: 'full-text', text: 'Thinking...' });
    if (heard) say({ type: 'user-input-transcription', text: heard });
    const { mode, delayMs } = peer.behaviour();
    await wait(mode === 'slow' ? delayMs : FIRST_ANSWER_MS, undefined, { signal });
    for (let i = 0; peer.behaviour().mode === 'backlog'; i++) {
      peer.send(await audioMessage(ENDLESS[i % ENDLESS.length] ?? ''));
      await wait(peer.behaviour().everyMs, undefined, { signal });
    }
    for (const sentence of REPLIES[number % REPLIES.length] ?? []) {
      const message = await audioMessage(sentence);
      signal.throwIfAborted();
      peer.send(message);
    }
    const played = /** @type {Promise<void>} */ (
      new Promise((resolve, reject) => {
        playbackComplete = resolve;
        signal.addEventListener('abort', () => reject(signal.reason), { once: true });
      })
    );
    say({ type: 'backend-synth-complete' });
    say({ type: 'backend-synth-complete' });
    await played;
    say({ type: 'force-new-message' });
    control('conversation-chain-end');
  }

  /** @type {Record<string, (message: Record<string, unknown>) => void>} */
  const answers = {
    'fetch-backgrounds': () => say({ type: 'background-files', files: [] }),
    'fetch-configs': () =>
      say({ type: 'config-files', configs: [{ filename: 'conf.yaml', name: 'lab' }] }),
    'fetch-history-list': () => say({ type: 'history-list', histories: [] }),
    'create-new-history': () => say({ type: 'new-history-created', history_uid: 'lab' }),
    heartbeat: () => peer.send(compactJson({ type: 'heartbeat-ack' })),
    'mic-audio-data': ({ audio }) => {
      if (Array.isArray(audio)) micSamples += audio.length;
    },
    'mic-audio-end': () => {
      begin(`(${(micSamples / 16_000).toFixed(1)} s of speech)`);
      micSamples = 0;
    },
    'text-input': () => begin(null),
    'ai-speak-signal': () => begin(null),
    'interrupt-signal': () => turn?.abort(),
    'frontend-playback-complete': () => playbackComplete(),
  };

  say({ type: 'full-text', text: 'Connection established' });
  say({
    type: 'set-model-and-conf',
    model_info: null,
    conf_name: 'lab',
    conf_uid: 'lab',
    client_uid: 'lab',
  });
  say({ type: 'group-update', members: [], is_owner: false });
  control('start-mic');

  return (data) => {
    const message = parse(data);
    if (message) answers[message.type]?.(message);
  };
}

/**
 * @param {Buffer} data
 * @returns {{ type: string } & Record<string, unknown> | null}
 */
function parse(data) {
  try {
    const message = JSON.parse(data.toString('utf8'));
    return message && typeof message.type === 'string' ? message : null;
  } catch {
    return null;
  }
}

/**
 * The page's half of a turn, message for message as traced: what it sends when, and when the queue of
 * waiting speech is emptied.
 */

const MIC_CHUNK = 4096;
/** The traced page sends it 3 to 10 times: every user of its audio hook does. */
const COMPLETES = 2;

export class Conversation {
  #connection;
  #playback;
  #log;
  #bargeIn;
  #talking = false;

  started = 0;
  completed = 0;
  interrupted = 0;

  /**
   * @param {import('./connection.js').Connection} connection
   * @param {import('./playback.js').Playback} playback
   * @param {(kind: 'you' | 'it' | 'trouble', text: string) => void} log
   * @param {boolean} bargeIn false: the page does not listen while it speaks
   */
  constructor(connection, playback, log, bargeIn) {
    this.#connection = connection;
    this.#playback = playback;
    this.#log = log;
    this.#bargeIn = bargeIn;
  }

  /** @param {string} text */
  say(text) {
    this.interrupt();
    this.#log('you', text);
    if (!this.#connection.send({ type: 'text-input', text, images: [] })) {
      this.#log('trouble', 'not connected');
    }
  }

  /** The server may speak by itself. */
  invite() {
    this.#connection.send({ type: 'ai-speak-signal', idle_time: 0, images: [] });
  }

  speechStart() {
    if (this.#bargeIn) this.interrupt();
  }

  /** @param {Float32Array} samples */
  speechEnd(samples) {
    if (this.#talking && !this.#bargeIn) return;
    this.#log('you', `${(samples.length / 16_000).toFixed(1)} s of speech`);
    for (let at = 0; at < samples.length; at += MIC_CHUNK) {
      const audio = Array.from(samples.subarray(at, at + MIC_CHUNK));
      this.#connection.send({ type: 'mic-audio-data', audio });
    }
    this.#playback.clear();
    this.#connection.send({ type: 'mic-audio-end', images: [] });
  }

  interrupt() {
    if (!this.#talking) return;
    this.#talking = false;
    this.interrupted++;
    this.#playback.stop();
    this.#connection.send({ type: 'interrupt-signal', text: '' });
    this.#log('trouble', 'interrupted');
  }

  /** The server is gone: nobody will end the turn. */
  disconnected() {
    this.#talking = false;
  }

  /** @param {{ type: string } & Record<string, unknown>} message */
  hear(message) {
    if (message.type === 'control') this.#control(String(message.text));
    else if (message.type === 'audio') this.#audio(message);
    else if (message.type === 'backend-synth-complete') void this.#playOut();
    else if (message.type === 'error') this.#log('trouble', String(message.message));
  }

  /** @param {string} text */
  #control(text) {
    if (text === 'conversation-chain-start') {
      this.started++;
      this.#talking = true;
      this.#playback.clear();
    } else if (text === 'conversation-chain-end') {
      this.completed++;
      this.#talking = false;
    }
  }

  /** @param {Record<string, unknown>} message */
  #audio({ audio, display_text: displayText }) {
    // What was under way when the turn was interrupted belongs to nobody.
    if (!this.#talking || typeof audio !== 'string') return;
    this.#playback.add({ audio, displayText });
  }

  async #playOut() {
    await this.#playback.idle();
    for (let i = 0; i < COMPLETES; i++) {
      this.#connection.send({ type: 'frontend-playback-complete' });
    }
  }
}

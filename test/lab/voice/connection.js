/**
 * One `/client-ws` per tab. The stock page does not reconnect by itself; `storm` is what a fork does
 * instead (no pause at all), `backoff` what it should do.
 *
 * @typedef {'none' | 'storm' | 'backoff'} Reconnect
 */

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

/** @param {number} tries failed so far */
function backoff(tries) {
  const most = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** tries);
  // Half of it is random, so that many clients of one server do not come back at once.
  return most / 2 + (Math.random() * most) / 2;
}

export class Connection {
  /** @type {WebSocket | null} */
  #socket = null;
  #waits = 0;
  #url;
  #reconnect;
  #hear;
  #changed;

  /** @type {'connecting' | 'open' | 'closed'} */
  state = 'connecting';
  attempts = 0;
  opened = 0;
  failed = 0;

  /**
   * @param {string} url
   * @param {Reconnect} reconnect
   * @param {(message: { type: string } & Record<string, unknown>) => void} hear
   * @param {() => void} changed
   */
  constructor(url, reconnect, hear, changed) {
    this.#url = url;
    this.#reconnect = reconnect;
    this.#hear = hear;
    this.#changed = changed;
  }

  connect() {
    if (this.#reconnect === 'storm') console.log('🌐 WS connecting...');
    this.attempts++;
    this.#become('connecting');
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    let wasOpen = false;
    socket.onopen = () => {
      wasOpen = true;
      this.opened++;
      this.#waits = 0;
      this.#become('open');
      this.#greet();
    };
    socket.onmessage = (event) => this.#hear(JSON.parse(event.data));
    socket.onclose = () => {
      if (!wasOpen) this.failed++;
      this.#become('closed');
      this.#again();
    };
  }

  /** What the traced page sends at every open. */
  #greet() {
    this.send({ type: 'fetch-backgrounds' });
    this.send({ type: 'fetch-configs' });
    this.send({ type: 'fetch-history-list' });
    this.send({ type: 'create-new-history' });
  }

  #again() {
    if (this.#reconnect === 'storm') {
      console.log('🔄 WS schedule reconnect');
      setTimeout(() => this.connect(), 0);
    } else if (this.#reconnect === 'backoff') {
      setTimeout(() => this.connect(), backoff(this.#waits++));
    }
  }

  /** @param {'connecting' | 'open' | 'closed'} state */
  #become(state) {
    this.state = state;
    this.#changed();
  }

  /** @param {{ type: string } & Record<string, unknown>} message */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }
}

/**
 * What the server itself saw, per path: the truth that reports are compared with. In and out are the
 * server's: `messagesOut` here is what a page counts as received. Bytes are UTF-8 payload bytes; ping,
 * pong and close frames count as nothing.
 *
 * @typedef {object} Counts
 * @property {number} handshakes every try that reached the server, refused ones included
 * @property {number} opened those that were accepted
 * @property {number} open accepted and not closed yet
 * @property {number} closed accepted and closed since
 * @property {number} maxOpen the most that were open at once
 * @property {number} messagesIn
 * @property {number} messagesOut
 * @property {number} bytesIn
 * @property {number} bytesOut
 * @property {Record<string, number>} closeCodes as the server saw them; 1006 without a close frame
 */

/** A page with a random path per try must not make the ledger grow for ever. */
const MAX_PATHS = 1000;
const OVERFLOW = '/(more)';

/** @returns {Counts} */
const zero = () => ({
  handshakes: 0,
  opened: 0,
  open: 0,
  closed: 0,
  maxOpen: 0,
  messagesIn: 0,
  messagesOut: 0,
  bytesIn: 0,
  bytesOut: 0,
  closeCodes: {},
});

export class Ledger {
  /** @type {Map<string, Counts>} */
  #byPath = new Map();
  /**
   * Open at once on several paths: the sum of each path's own maximum would be too many.
   *
   * @type {Map<string, { open: number, maxOpen: number }>}
   */
  #gauges = new Map();

  /**
   * @param {string} path
   * @returns {Counts}
   */
  #entry(path) {
    const key = this.#key(path);
    const known = this.#byPath.get(key);
    if (known) return known;
    const fresh = zero();
    this.#byPath.set(key, fresh);
    return fresh;
  }

  /**
   * One that is full counts the rest of `/ws/…` as `/ws/*`, so that sums stay right.
   *
   * @param {string} path
   */
  #key(path) {
    if (this.#byPath.has(path) || this.#byPath.size < MAX_PATHS) return path;
    const folder = parent(path);
    return this.#byPath.has(folder) || this.#byPath.size < 2 * MAX_PATHS ? folder : OVERFLOW;
  }

  /** @param {string} path */
  handshake(path) {
    this.#entry(path).handshakes++;
  }

  /** @param {string} path */
  opened(path) {
    const entry = this.#entry(path);
    entry.opened++;
    entry.open++;
    entry.maxOpen = Math.max(entry.maxOpen, entry.open);
    this.#gauge(path, 1);
  }

  /**
   * @param {string} path
   * @param {1 | -1} change
   */
  #gauge(path, change) {
    for (const key of ['*', parent(path)]) {
      const gauge = this.#gauges.get(key) ?? { open: 0, maxOpen: 0 };
      gauge.open += change;
      gauge.maxOpen = Math.max(gauge.maxOpen, gauge.open);
      if (this.#gauges.has(key) || this.#gauges.size < MAX_PATHS) this.#gauges.set(key, gauge);
    }
  }

  /**
   * @param {string} path
   * @param {number} [code] an event source has none
   */
  closed(path, code) {
    const entry = this.#entry(path);
    entry.open--;
    entry.closed++;
    this.#gauge(path, -1);
    if (code !== undefined) entry.closeCodes[code] = (entry.closeCodes[code] ?? 0) + 1;
  }

  /**
   * @param {string} path
   * @param {number} bytes
   */
  received(path, bytes) {
    const entry = this.#entry(path);
    entry.messagesIn++;
    entry.bytesIn += bytes;
  }

  /**
   * @param {string} path
   * @param {number} bytes
   */
  sent(path, bytes) {
    const entry = this.#entry(path);
    entry.messagesOut++;
    entry.bytesOut += bytes;
  }

  paths() {
    return [...this.#byPath.keys()];
  }

  /**
   * One path, all directly below `/ws/*`, or everything.
   *
   * @param {string} [path]
   * @returns {Counts}
   */
  counts(path) {
    const sum = zero();
    for (const [key, entry] of this.#byPath) {
      if (path !== undefined && key !== path && parent(key) !== path) continue;
      for (const [code, count] of Object.entries(entry.closeCodes)) {
        sum.closeCodes[code] = (sum.closeCodes[code] ?? 0) + count;
      }
      for (const name of NUMBERS) sum[name] += entry[name];
    }
    sum.maxOpen = this.#gauges.get(path ?? '*')?.maxOpen ?? sum.maxOpen;
    return sum;
  }

  /** Starts from zero, except for what is open now: that stays true. */
  reset() {
    for (const [key, { open }] of this.#byPath) {
      if (open > 0) this.#byPath.set(key, { ...zero(), open, maxOpen: open });
      else this.#byPath.delete(key);
    }
    for (const [key, gauge] of this.#gauges) {
      if (gauge.open > 0) gauge.maxOpen = gauge.open;
      else this.#gauges.delete(key);
    }
  }
}

const NUMBERS = /** @type {const} */ ([
  'handshakes',
  'opened',
  'open',
  'closed',
  'maxOpen',
  'messagesIn',
  'messagesOut',
  'bytesIn',
  'bytesOut',
]);

/**
 * `/ws/*` for `/ws/17`.
 *
 * @param {string} path
 */
const parent = (path) => `${path.slice(0, path.lastIndexOf('/'))}/*`;

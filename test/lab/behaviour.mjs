/**
 * How the lab's server behaves on one path. Handshake modes act on the next handshake; `flood`, `slow`
 * and `backlog` act on open sockets at once, and `ok` ends them.
 *
 * @typedef {'ok' | 'refuse' | 'drop' | 'hang' | 'flap' | 'flood' | 'slow' | 'backlog' | 'deaf'} Mode
 * - `refuse`: HTTP 503 instead of the handshake
 * - `drop`: the TCP connection is reset instead of the handshake
 * - `hang`: the handshake is never answered
 * - `flap`: accepted, then closed after `afterMs` with `code` (1006: cut without a close frame)
 * - `flood`: `perSecond` messages of `size` bytes, unasked
 * - `slow`: every answer comes `delayMs` late
 * - `deaf`: nothing is read from the socket for `afterMs` after it opened, and nothing is ever answered
 * - `backlog`: (voice page) speech every `everyMs`, for ever, faster than it can be played
 *
 * @typedef {object} Behaviour
 * @property {Mode} mode
 * @property {number} afterMs
 * @property {number} code
 * @property {number} perSecond
 * @property {number} size
 * @property {number} delayMs
 * @property {number} everyMs
 *
 * @typedef {Partial<Behaviour> & { mode: Mode }} Command
 */

/** @type {readonly Mode[]} */
export const MODES = ['ok', 'refuse', 'drop', 'hang', 'flap', 'flood', 'slow', 'backlog', 'deaf'];

/** @type {Readonly<Behaviour>} */
export const HEALTHY = Object.freeze({
  mode: 'ok',
  afterMs: 200,
  code: 1011,
  perSecond: 20,
  size: 200,
  delayMs: 1000,
  everyMs: 400,
});

/** Commands also come from pages: nothing they ask for may eat the machine. */
const LIMITS = /** @type {const} */ ({
  afterMs: [0, 600_000],
  code: [1000, 4999],
  perSecond: [1, 5000],
  size: [1, 1_000_000],
  delayMs: [0, 600_000],
  everyMs: [20, 600_000],
});

/**
 * @param {Record<string, unknown>} input
 * @returns {Behaviour}
 */
export function checkBehaviour(input) {
  const mode = MODES.find((known) => known === input.mode);
  if (!mode) throw new RangeError(`unknown mode ${String(input.mode)}; one of ${MODES.join(', ')}`);
  const behaviour = { ...HEALTHY, mode };
  for (const [name, [least, most]] of Object.entries(LIMITS)) {
    if (input[name] === undefined || input[name] === null) continue;
    const value = Number(input[name]);
    if (!(value >= least && value <= most)) {
      throw new RangeError(`${name} must be between ${least} and ${most}`);
    }
    behaviour[/** @type {keyof typeof LIMITS} */ (name)] = value;
  }
  return behaviour;
}

/**
 * `?mode=flap&afterMs=200` on a socket's URL decides for that one socket, so that one tab can
 * misbehave while another on the same path stays healthy.
 *
 * @param {URLSearchParams} query
 * @returns {Behaviour | null}
 */
export function behaviourFromQuery(query) {
  return query.has('mode') ? checkBehaviour(Object.fromEntries(query)) : null;
}

/** What was commanded per path; `/ws/*` stands for every path below `/ws/`. */
export class Behaviours {
  /** @type {Map<string, Behaviour>} */
  #byPath = new Map();

  /**
   * @param {string} path
   * @param {Record<string, unknown>} command
   */
  set(path, command) {
    const behaviour = checkBehaviour(command);
    if (!path.startsWith('/')) throw new RangeError(`a path starts with "/", not ${path}`);
    if (this.#byPath.size >= 500 && !this.#byPath.has(path)) throw new RangeError('too many paths');
    this.#byPath.set(path, behaviour);
  }

  /**
   * @param {string} path
   * @returns {Behaviour}
   */
  for(path) {
    const exact = this.#byPath.get(path);
    if (exact) return exact;
    const below = path.slice(0, path.lastIndexOf('/') + 1);
    return this.#byPath.get(`${below}*`) ?? HEALTHY;
  }

  clear() {
    this.#byPath.clear();
  }
}

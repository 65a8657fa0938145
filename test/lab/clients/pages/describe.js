/**
 * Anything a page can be handed, as text that is the same for the same thing: what a listener gets, a
 * library throws, a promise gives. Numbers that a clock made are for the scenario to leave out.
 */

const DEPTH = 4;
const LONG = 120;
/**
 * Frames of a stack that are compared. A watched native stands on the stack while the browser collects
 * its ten frames, and the outermost ones fall off.
 */
const FRAMES = 5;
/** Firefox keeps a native error's stack where nobody can write: the extension's frame stays in it. */
const EXTENSION_FRAME = /^[^\n]*@<anonymous code>:[^\n]*$/;

/** @param {Iterable<number>} bytes */
export const checksum = (bytes) => {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16);
};

/** @param {string} text */
const describeText = (text) =>
  text.length <= LONG
    ? JSON.stringify(text)
    : `text(${text.length}, ${checksum(new TextEncoder().encode(text))})`;

/** @param {unknown} value */
const kindOf = (value) => {
  const kind = /** @type {object} */ (value).constructor;
  return typeof kind === 'function' ? kind.name : 'without a constructor';
};

/** Firefox tells what a timer or a promise was made by, but only while somebody debugs the page. */
const CAUSE = /\*[^@]*@/;

/** @param {Error} error */
const describeError = (error) => {
  const all = String(error.stack ?? '').split('\n');
  const cause = all.findIndex((line) => CAUSE.test(line));
  const lines = (cause < 0 ? all : all.slice(0, cause)).filter(
    (line) => line.trim() !== '' && !EXTENSION_FRAME.test(line),
  );
  const stack = lines.slice(0, FRAMES).map((line) => line.trim());
  const kind = `${kindOf(error)} ${error.name}: ${error.message}`;
  return `${kind} [${stack.join(' | ')}]${error.cause ? ` because ${describe(error.cause)}` : ''}`;
};

/** @param {Event} event */
const describeEvent = (event) => {
  const parts = [
    event.type,
    event.isTrusted ? 'trusted' : 'own',
    `of ${event.target ? kindOf(event.target) : 'nothing'}`,
  ];
  if (event instanceof MessageEvent)
    parts.push(describe(event.data), `from ${event.origin}`, `id ${event.lastEventId}`);
  if (event instanceof CloseEvent)
    parts.push(String(event.code), describe(event.reason), event.wasClean ? 'clean' : 'unclean');
  if (event instanceof ErrorEvent) parts.push(describe(event.message), describe(event.error));
  return `${kindOf(event)}(${parts.join(', ')})`;
};

/**
 * What is unsent depends on the network; scenarios ask for it where it cannot: right after a `send`.
 *
 * @param {WebSocket} socket
 */
const describeSocket = (socket) => {
  const { url, readyState, binaryType, protocol, extensions } = socket;
  return `${kindOf(socket)}(${url}, ${readyState}, ${binaryType}, "${protocol}", "${extensions}")`;
};

/**
 * What a library keeps for itself (`_name`) is not for its user to see.
 *
 * @param {object} value
 * @param {object[]} above
 * @returns {string}
 */
const describeObject = (value, above) => {
  if (above.includes(value)) return 'itself';
  if (above.length >= DEPTH) return kindOf(value);
  const inside = [...above, value];
  if (Array.isArray(value)) return `[${value.map((one) => describe(one, inside)).join(', ')}]`;
  const fields = Object.entries(value)
    .filter(([key]) => !key.startsWith('_'))
    .map(([key, one]) => `${key}: ${describe(one, inside)}`);
  const kind = Object.getPrototypeOf(value) === Object.prototype ? '' : `${kindOf(value)} `;
  return `${kind}{${fields.join(', ')}}`;
};

/**
 * @param {unknown} value
 * @param {object[]} [above]
 * @returns {string}
 */
export const describe = (value, above = []) => {
  if (typeof value === 'string') return describeText(value);
  if (typeof value === 'function') return `function ${value.name}`;
  if (typeof value !== 'object' || value === null) return String(value);
  if (value instanceof Error || value instanceof DOMException)
    return describeError(/** @type {Error} */ (value));
  if (value instanceof Event) return describeEvent(value);
  if (value instanceof WebSocket) return describeSocket(value);
  if (value instanceof Blob) return `Blob(${value.size}, "${value.type}")`;
  if (value instanceof ArrayBuffer)
    return `ArrayBuffer(${value.byteLength}, ${checksum(new Uint8Array(value))})`;
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteOffset, byteLength } = value;
    return `${kindOf(value)}(${byteLength}, ${checksum(new Uint8Array(buffer, byteOffset, byteLength))})`;
  }
  if (value instanceof Node) return `<${value.nodeName}>`;
  return describeObject(value, above);
};

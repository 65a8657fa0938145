/*
 * Runs in the page: takes so many messages the way an app does (one listener that reads `data`) and
 * says what it cost. The clock of a message runs from the event's making by the browser
 * (`timeStamp`) to the page's listener, and again to the end of it: what our own listener does in
 * between is the cost that is added, without the transport.
 */

/**
 * @typedef {{ kind: 'text' | 'arraybuffer' | 'blob', bytes: number }} Payload
 * @typedef {object} Received
 * @property {number} ms from the first message to the last
 * @property {number} toEndUs from the event's making to the end of the page's listener
 * @property {number} bytes
 */

/** @type {Record<Payload['kind'], (data: any) => number>} */
const SIZE_OF = {
  text: (/** @type {string} */ data) => data.length,
  arraybuffer: (/** @type {ArrayBuffer} */ data) => data.byteLength,
  blob: (/** @type {Blob} */ data) => data.size,
};

/** A mean of so many is finer than the clock; the median of the means forgets an interruption. */
const GROUP = 250;

/**
 * @param {string} url
 * @param {Payload} payload
 * @param {number} count
 * @param {'count' | 'clock' | 'listener'} mode `clock`: timed per message, which itself costs some time;
 *   `listener`: so, too, and with one more listener before it, which does nothing
 * @returns {Promise<Received>}
 */
export function receive(url, payload, count, mode) {
  const socket = new WebSocket(url);
  socket.binaryType = payload.kind === 'blob' ? 'blob' : 'arraybuffer';
  const size = SIZE_OF[payload.kind];
  const group = Math.min(GROUP, count / 10);
  let messages = 0;
  let bytes = 0;
  let first = 0;
  let toEnd = 0;
  /** @type {number[]} */
  const means = [];
  return new Promise((resolve, reject) => {
    const done = () => {
      const ms = performance.now() - first;
      socket.close();
      means.sort((a, b) => a - b);
      resolve({ ms, bytes, toEndUs: (means[means.length >> 1] ?? Number.NaN) * 1000 });
    };
    if (mode === 'listener') socket.addEventListener('message', () => {});
    socket.onmessage =
      mode !== 'count'
        ? (event) => {
            bytes += size(event.data);
            const end = performance.now();
            toEnd += end - event.timeStamp;
            if (++messages === 1) first = end;
            if (messages % group === 0) {
              means.push(toEnd / group);
              toEnd = 0;
            }
            if (messages === count) done();
          }
        : (event) => {
            bytes += size(event.data);
            if (++messages === 1) first = performance.now();
            else if (messages === count) done();
          };
    socket.onclose = ({ code }) => reject(new Error(`the socket closed early (${code})`));
    socket.onopen = () => socket.send(JSON.stringify({ ...payload, count }));
  });
}

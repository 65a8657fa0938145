/**
 * Counts an event source by what the server writes, as `wire.mjs` does for sockets. Only events without
 * a name reach `message` listeners, and only those are counted.
 *
 * @param {import('node:http').ServerResponse} response before anything has been written to it
 * @param {string} path
 * @param {import('../ledger.mjs').Ledger} ledger
 */
export function followEvents(response, path, ledger) {
  let text = '';
  let open = false;
  /** @param {unknown} chunk */
  const say = (chunk) => {
    if (typeof chunk !== 'string' && !Buffer.isBuffer(chunk)) return;
    if (!open && response.statusCode === 200) {
      open = true;
      ledger.opened(path);
    }
    text += chunk;
    const events = text.split(/\r\n\r\n|\n\n/);
    text = events.pop() ?? '';
    for (const event of events) {
      const lines = event.split(/\r?\n/);
      const data = lines.filter((line) => line.startsWith('data:'));
      if (data.length === 0 || lines.some((line) => line.startsWith('event:'))) continue;
      ledger.sent(
        path,
        Buffer.byteLength(data.map((line) => line.replace(/^data: ?/, '')).join('\n')),
      );
    }
  };
  for (const name of /** @type {const} */ (['write', 'end'])) {
    const native = response[name];
    /** @param {any[]} args */
    const watched = (...args) => {
      say(args[0]);
      return Reflect.apply(native, response, args);
    };
    response[name] = /** @type {any} */ (watched);
  }
  response.on('close', () => {
    if (open) ledger.closed(path);
  });
  ledger.handshake(path);
}

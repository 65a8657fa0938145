import SockJS from 'sockjs-client';
import { noteIdentity } from './identity.js';
import { httpBase, order, play } from './scenario.js';

/** It measures how fast the server is and takes the next transport where one is not as fast. */
const PATIENCE_MS = 60_000;

play(async (scene) => {
  const { note, heard, outcome } = scene;

  /** @param {string} what @param {object} [options] */
  const open = (what, options) => {
    const client = new SockJS(`${httpBase}/echo`, undefined, { timeout: PATIENCE_MS, ...options });
    client.onopen = (/** @type {any} */ event) => {
      // Server and session are drawn by lot.
      const [, drawn = ''] = /echo\/(\w+\/\w+)/.exec(client._transport.url) ?? [];
      scene.alias(drawn, `<${what}>`);
      note(`${what} open`, event.type, client.transport, client.protocol, client._transport.url);
    };
    client.onmessage = (/** @type {any} */ event) =>
      note(what, event.data, event.type, event.isTrusted);
    client.onclose = (/** @type {any} */ event) =>
      note(`${what} close`, event.code, event.reason, event.wasClean, client.readyState);
    client.addEventListener('heartbeat', () => note(`${what} heartbeat`));
    return client;
  };

  const client = open('socket');
  note('at first', client.readyState, client.url, SockJS.CONNECTING, client.OPEN);
  await outcome('sent too early', () => client.send('early'));
  await heard('socket open');
  noteIdentity(scene, 'the socket', client._transport.ws);
  note('is one of them', client instanceof SockJS, client.extensions, client.binaryType);
  client.send('grüße 👋  \ud800');
  client.send('several');
  client.send('long');
  client.send(JSON.stringify({ deep: [1, { two: 'x'.repeat(90_000) }] }));
  await heard('socket', 6);
  await outcome('close with a code of the browser', () => client.close(1001));
  client.close(4321, 'my own');
  await heard('socket close');
  await outcome('sent too late', () => client.send('late'));

  const ended = open('ended', { transports: 'websocket' });
  await heard('ended open');
  ended.send('close');
  await heard('ended close');

  open('cut', { transports: 'websocket' });
  await heard('cut open');
  await order('cut');
  await heard('cut close');

  // Where no WebSocket gets through it falls back, and nothing of ours may stand in the way.
  await order('refuse', { times: 1 });
  const fallen = open('fallen', { transports: ['websocket', 'xhr-streaming'] });
  await heard('fallen open');
  fallen.send('by request');
  await heard('fallen');
  fallen.close();
  await heard('fallen close');

  const events = open('events', { transports: 'eventsource' });
  await heard('events open');
  const source = events._transport.poll.poll.es;
  note('the source is', source.constructor === EventSource, [
    source instanceof EventSource,
    source.readyState,
    source.withCredentials,
    EventSource.OPEN,
    String(EventSource),
  ]);
  events.send('by event');
  events.send('several');
  await heard('events', 4);
  events.send('close');
  await heard('events close');

  await outcome('two of a protocol', () => new SockJS('/x', ['a', 'a']));
});

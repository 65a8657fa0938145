import { createClient } from 'graphql-ws';
import { noteIdentity } from './identity.js';
import { order, play, refusedUrl, wsBase } from './scenario.js';

play(async (scene) => {
  const { note, noting, heard, outcome } = scene;
  let id = 0;
  /** @type {WebSocket | undefined} */
  let socket;
  /** @param {string} what */
  const listeners = (what) =>
    Object.fromEntries(
      ['connecting', 'connected', 'ping', 'pong', 'message', 'closed', 'error'].map((event) => [
        event,
        noting(`${what} ${event}`),
      ]),
    );
  /** @param {string} what @param {Partial<import('graphql-ws').ClientOptions>} options */
  const clientOf = (what, options = {}) =>
    createClient({
      url: `${wsBase}/graphql`,
      generateID: () => `operation ${++id}`,
      retryWait: (tries) => new Promise((resolve) => setTimeout(resolve, 200 * 2 ** tries)),
      on: {
        ...listeners(what),
        opened: (/** @type {any} */ opened) => {
          socket = opened;
          note(`${what} opened`, opened);
        },
      },
      ...options,
    });
  /** @param {string} what */
  const sink = (what) => ({
    next: noting(what),
    error: noting(`${what} error`),
    complete: noting(`${what} complete`),
  });

  // Lazy: it connects for an operation and goes when the last one is over.
  const lazy = clientOf('lazy', { connectionParams: async () => ({ user: 'me' }) });
  lazy.subscribe({ query: '{ greet(name: "grüße 👋") }' }, sink('greeting'));
  await heard('greeting complete');
  noteIdentity(scene, 'the socket', /** @type {WebSocket} */ (socket));
  await heard('lazy closed');
  lazy.subscribe({ query: '{ fails }' }, sink('failing'));
  await heard('failing complete');
  lazy.subscribe({ query: '{ unknown }' }, sink('unknown'));
  await heard('unknown error');
  for await (const result of lazy.iterate({ query: 'subscription { count(from: 1, to: 3) }' })) {
    note('counted', result);
  }
  await heard('lazy closed', 3);

  // Kept open over several operations; what is left is taken up after a cut.
  const kept = clientOf('kept', { lazyCloseTimeout: 60_000, shouldRetry: () => true });
  const variables = { length: 200_000 };
  const query = 'query Long($length: Int!) { long(length: $length) }';
  kept.subscribe({ query, variables }, sink('long'));
  await heard('long complete');
  kept.subscribe({ query: 'mutation { set(value: 7) }' }, sink('mutation'));
  await heard('mutation complete');
  const end = kept.subscribe({ query: 'subscription { endless }' }, sink('endless'));
  await heard('endless');
  await order('refuse', { times: 1 });
  await order('cut');
  await heard('endless', 2);
  await order('shut', { code: 4900, reason: 'maintenance' });
  await heard('endless', 3);
  await order('shut', { code: 1012, reason: 'service restart' });
  await heard('endless', 4);
  end();
  await heard('endless complete');
  await kept.dispose();
  await heard('kept closed', 5);

  // Not lazy, with a refusal by the server's own rules, and one that is terminated.
  const denied = clientOf('denied', {
    lazy: false,
    connectionParams: { user: 'nobody' },
    retryAttempts: 0,
    onNonLazyError: noting('denied for good'),
  });
  await heard('denied for good');
  await outcome('dispose', () => denied.dispose());

  class Own extends WebSocket {}
  const stuck = clientOf('stuck', { webSocketImpl: Own, retryAttempts: 0 });
  stuck.subscribe({ query: 'subscription { endless }' }, sink('stuck endless'));
  await heard('stuck endless');
  note('its own', socket, socket instanceof Own);
  stuck.terminate();
  await heard('stuck endless error');

  const refused = clientOf('refused', { url: refusedUrl, retryAttempts: 0 });
  refused.subscribe({ query: '{ greet(name: "x") }' }, sink('refused greeting'));
  await heard('refused closed');
  scene.knocked(1);
  await outcome('no implementation', () => clientOf('none', { webSocketImpl: {} }));
});

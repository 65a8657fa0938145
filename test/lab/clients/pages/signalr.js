import {
  HttpTransportType,
  HubConnectionBuilder,
  HubConnectionState,
  LogLevel,
} from '@microsoft/signalr';
import { noteIdentity } from './identity.js';
import { httpBase, order, play, refusedUrl } from './scenario.js';

/** Its pings and its patience are on a clock: none while a page is being watched. */
const NEVER_MS = 600_000;

play(async (scene) => {
  const { note, noting, heard, outcome } = scene;

  /** @param {string} what @param {string} url @param {object} [options] */
  const connectionOf = (what, url, options = {}) => {
    const connection = new HubConnectionBuilder()
      .withUrl(url, { logMessageContent: false, ...options })
      .withAutomaticReconnect([0, 300, 600])
      .configureLogging({
        log: (level, text) => level >= LogLevel.Warning && note(`${what} log`, text),
      })
      .build();
    connection.keepAliveIntervalInMilliseconds = NEVER_MS;
    connection.serverTimeoutInMilliseconds = NEVER_MS;
    connection.onclose(noting(`${what} closed`));
    connection.onreconnecting(noting(`${what} reconnecting`));
    connection.onreconnected((id) => note(`${what} reconnected`, typeof id, connection.state));
    connection.on('Called', noting(`${what} called`));
    return connection;
  };
  /** @param {import('@microsoft/signalr').HubConnection} connection @returns {WebSocket} */
  const socketOf = (connection) => /** @type {any} */ (connection).connection.transport._webSocket;

  const hub = connectionOf('hub', `${httpBase}/hub`);
  await outcome('too early', () => hub.invoke('Echo', 1));
  await outcome('start', () => hub.start());
  scene.alias(/** @type {any} */ (hub).connection.connectionId, '<id>');
  scene.alias(new URL(socketOf(hub).url).searchParams.get('id') ?? '', '<token>');
  noteIdentity(scene, 'the socket', socketOf(hub));
  note('state', hub.state, HubConnectionState.Connected, typeof hub.connectionId);
  await outcome('echo', () => hub.invoke('Echo', 'grüße 👋', [1, { two: 2 }], null));
  await outcome('fail', () => hub.invoke('Fail'));
  await outcome('long', () => hub.invoke('Long', 200_000));
  await outcome('nothing', () => hub.invoke('Nothing'));
  await outcome('send', () => hub.send('CallMe', 'first'));
  await heard('hub called');
  await outcome('ping', () => hub.invoke('Ping'));
  hub.stream('Count', 1, 3).subscribe({
    next: noting('item'),
    complete: noting('items complete'),
    error: noting('items error'),
  });
  await heard('items complete');
  const endless = hub.stream('Count', 98, 100).subscribe({
    next: noting('endless'),
    complete: noting('endless complete'),
    error: noting('endless error'),
  });
  await heard('endless', 3);
  endless.dispose();
  await outcome('cancelled', () => hub.invoke('Echo', 'after it'));

  await order('cut');
  await heard('hub reconnected');
  await order('refuse', { times: 1 });
  await order('shut', { code: 4001, reason: 'moved' });
  await heard('hub reconnected', 2);
  await hub.send('Leave', true);
  await heard('hub reconnected', 3);
  hub.off('Called');
  await outcome('not called', () => hub.invoke('CallMe', 'second'));
  await outcome('stop', () => hub.stop());
  await heard('hub closed');
  await outcome('started again', () => hub.start());
  await outcome('echo again', () => hub.invoke('Echo', 'again'));
  await hub.send('Leave', false);
  await heard('hub closed', 2);

  const events = connectionOf('events', `${httpBase}/events-hub`, {
    transport: HttpTransportType.ServerSentEvents,
  });
  await outcome('start', () => events.start());
  await outcome('echo', () => events.invoke('Echo', 'by event'));
  await outcome('long', () => events.invoke('Long', 30_000));
  await outcome('stop', () => events.stop());

  const direct = connectionOf('direct', `${httpBase}/hub`, {
    transport: HttpTransportType.WebSockets,
    skipNegotiation: true,
    WebSocket: class Own extends WebSocket {},
  });
  await outcome('start', () => direct.start());
  note('its own', socketOf(direct));
  await outcome('echo', () => direct.invoke('Echo', 'direct'));
  await outcome('stop', () => direct.stop());

  await outcome('missing', () => connectionOf('missing', `${httpBase}/elsewhere`).start());
  const refused = connectionOf('refused', refusedUrl, {
    transport: HttpTransportType.WebSockets,
    skipNegotiation: true,
  });
  await outcome('refused', () => refused.start());
  scene.knocked(1);
});
